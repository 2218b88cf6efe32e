import type { Report } from '../model/command.ts'

/** What one look at the world leads to: something to tell the run, or another look after a while. */
export type Outcome = { readonly tell: Report } | { readonly againMs: number }
