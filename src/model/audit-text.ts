import { csvLine } from './csv.ts'
import { eventText } from './event-text.ts'
import type { ChainedEvent } from './journal.ts'

/** An event of a run's chain. */
export interface AuditRow extends ChainedEvent {
  readonly run: string
}

/** The same as its row holds it, with its place in the one chain over all runs. */
export interface ChainRow extends AuditRow {
  readonly id: number
  /** The text of everything that its other columns do not say. */
  readonly data: string
}

export const AUDIT_FORMATS = ['jsonl', 'csv'] as const
export type AuditFormat = (typeof AUDIT_FORMATS)[number]

/** Who an id is, and what is masked in the words. */
export interface AuditWords {
  readonly nameOf?: ((id: string) => string) | undefined
  readonly redact: (text: string) => string
}

export const AUDIT_CSV_HEAD = csvLine(['run', 'seq', 'at', 'actor', 'type', 'facts', 'hash', 'previous hash'])

/** One event as a line of CSV. */
export function auditCsvLine({ run, event, hash, previousHash }: AuditRow, { nameOf, redact }: AuditWords): string {
  const { seq, at, actor, type } = event
  const facts = redact(eventText(event, nameOf))
  return csvLine([run, seq, at, nameOf?.(actor) ?? actor, type, facts, hash, previousHash])
}

/**
 * One event as a line of JSON. It also holds `version` and `data` as they were written, so that anybody can prove its hash:
 * SHA-256 over the JSON of {actor, at, data, prev_hash, run, seq, type, version}, keys in this order, without spaces.
 */
export function auditJsonLine({ id, run, event, hash, previousHash, data }: ChainRow, { redact }: AuditWords): string {
  const { seq, at, actor, type, version } = event
  const facts = redact(eventText(event))
  return `${JSON.stringify({ place: id, run, seq, at, actor, type, facts, hash, prev_hash: previousHash, version, data })}\n`
}
