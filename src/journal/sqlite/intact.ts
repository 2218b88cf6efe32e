import type { Database } from 'better-sqlite3'
import type { NumberedRow } from './event-log.ts'
import { createProof } from './verify.ts'

const ROWS = 'SELECT id, run, seq, at, type, version, actor, data, prev_hash, hash FROM events ORDER BY id'

/** How far the history of a damaged database still proves itself, and what is the first thing after that. */
export function intactWords(db: Database): string {
  const proof = createProof()
  let last: NumberedRow | undefined
  try {
    for (const row of db.prepare<[], NumberedRow>(ROWS).iterate()) {
      const problem = proof.problemWith(row)
      if (problem) return `${upTo(last)} ${problem}`
      last = row
    }
  } catch {
    return last ? `${upTo(last)} What follows cannot be read.` : 'Nothing of its history can be read.'
  }
  return upTo(last)
}

function upTo(last: NumberedRow | undefined): string {
  if (!last) return 'Nothing of its history can be proven.'
  return `Its history is intact up to event ${last.seq} of ${last.run} (${last.type}, ${last.at}), number ${last.id} of all.`
}
