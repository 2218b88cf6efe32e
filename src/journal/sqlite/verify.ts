import { setImmediate as nextTurn } from 'node:timers/promises'
import { UserError } from '../../model/user-error.ts'
import { GENESIS, hashOf } from '../chain.ts'
import type { EventLog, Head, Link, NumberedRow } from './event-log.ts'

/** What a proof of the chain came to: everything as it was written, or the first thing that is not. */
export type Verification =
  | { readonly ok: true; readonly events: number; readonly head: string }
  | { readonly ok: false; readonly sentence: string }

/**
 * Replays the chain over all runs, or over what came after a place in it, and names the first event that is not as it was
 * written.
 */
export function verify(log: Pick<EventLog, 'rows' | 'head' | 'linkAt'>, after = 0): Verification {
  const proof = createProof(log.linkAt(after))
  for (const row of log.rows(after)) {
    const problem = proof.problemWith(row)
    if (problem) return broken(problem)
  }
  return proof.end(log.head())
}

/** How many rows are proven before everybody else has a turn: some milliseconds. */
const ROWS_A_TURN = 200

/** The same, while the journal is written and people are answered. */
export async function verifyAside(log: EventLog): Promise<Verification> {
  const proof = createProof()
  for (const row of log.rows()) {
    const problem = proof.problemWith(row)
    if (problem) return broken(problem)
    if (row.id % ROWS_A_TURN === 0) await nextTurn()
  }
  return proof.end(log.head())
}

/** A replay under way: rows come in the order of the chain, after a link of it. Runs that began before that may go on. */
export function createProof(from: Link = { id: 0, hash: GENESIS }) {
  let before = from
  const seqs = new Map<string, number>()
  return {
    problemWith(row: NumberedRow): string | undefined {
      const seq = seqs.get(row.run) ?? (from.id === 0 ? 0 : row.seq - 1)
      const problem = problemWith(row, before, seq + 1)
      seqs.set(row.run, row.seq)
      before = row
      return problem
    },
    /** Throws a UserError unless the row is as it was written and follows the one before it. */
    demand(row: NumberedRow): void {
      const problem = this.problemWith(row)
      if (problem) throw new UserError('history-broken', `${problem} ${ADVICE}`)
    },
    end(head: Head): Verification {
      return before.id === head.events && before.hash === head.head
        ? { ok: true, ...head }
        : broken(shortBy(before.id, head))
    },
  }
}

function broken(problem: string): Verification {
  return { ok: false, sentence: `${problem} ${ADVICE}` }
}

const ADVICE =
  'The history of this journal cannot be trusted as it is. Compare it with a backup and with the head printed in the gate cards, and keep the file.'

function problemWith(row: NumberedRow, before: Link, seq: number): string | undefined {
  if (hashOf(row) !== row.hash) return `Event ${named(row)} was changed after it was written.`
  if (row.id !== before.id + 1 || row.prev_hash !== before.hash || row.seq !== seq)
    return `Before event ${named(row)} something was removed or put in.`
  return undefined
}

/** Of a row that was changed any column may hold anything. */
function named({ seq, run, type, at }: NumberedRow): string {
  const [ofRun, what, when] = [run, type, at].map((text) => text.slice(0, 60))
  return `${seq} of ${ofRun} (${what}, ${when})`
}

function shortBy(last: number, head: Head): string {
  return `The journal wrote ${head.events} events and holds ${last}: the newest were removed or replaced.`
}
