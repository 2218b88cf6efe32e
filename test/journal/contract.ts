import type { Journal } from '../../src/model/journal.ts'
import { chainContract } from './contract/chain.ts'
import { concurrencyContract } from './contract/concurrency.ts'
import { exclusionContract } from './contract/exclusion.ts'
import { readingContract } from './contract/reading.ts'
import { sendingContract } from './contract/sending.ts'

/** A journal under test. */
export interface Opened {
  readonly journal: Journal
  /** Stops it and opens what it kept again, as after a restart. */
  reopen(): Promise<Journal>
  /** Stops it and removes everything it kept. */
  remove(): Promise<void>
}

/** Opens an empty journal whose clock is the caller's. */
export type Open = (now: () => Date) => Promise<Opened>

/** What every journal has to keep, whatever it keeps it in. */
export function journalContract(name: string, open: Open): void {
  sendingContract(name, open)
  readingContract(name, open)
  exclusionContract(name, open)
  concurrencyContract(name, open)
  chainContract(name, open)
}
