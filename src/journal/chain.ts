import type { RunEvent } from '../model/event.ts'
import type { ChainedEvent } from '../model/journal.ts'
import { digest } from '../model/json.ts'

/** The hash before the first event of a journal. */
export const GENESIS = '0'.repeat(64)

/** An event as its row holds it. `data` is the JSON text of everything the other columns do not say. */
export interface EventRow {
  readonly run: string
  readonly seq: number
  readonly at: string
  readonly type: string
  readonly version: number
  readonly actor: string
  readonly data: string
  readonly prev_hash: string
  readonly hash: string
}

/** The row of an event that follows `previousHash` in the journal's one chain. */
export function chained(run: string, event: RunEvent, previousHash: string): EventRow {
  const { type, seq, at, actor, version, ...data } = event
  const row = { run, seq, at, type, version, actor, data: JSON.stringify(data), prev_hash: previousHash }
  return { ...row, hash: digest(row) }
}

/**
 * What a row's hash has to be: SHA-256 over the canonical JSON of its other columns, with `data` as the text it is, so
 * that anybody can prove it with the row alone.
 */
export function hashOf({ run, seq, at, type, version, actor, data, prev_hash }: EventRow): string {
  return digest({ run, seq, at, type, version, actor, data, prev_hash })
}

/** Whether an event still has the hash it was given. */
export function isIntact(run: string, { event, previousHash, hash }: ChainedEvent): boolean {
  return chained(run, event, previousHash).hash === hash
}
