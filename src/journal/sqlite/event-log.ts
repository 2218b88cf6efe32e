import type { Database } from 'better-sqlite3'
import type { ChainRow } from '../../model/audit-text.ts'
import type { RunEvent } from '../../model/event.ts'
import type { ChainedEvent } from '../../model/journal.ts'
import { chained, type EventRow, GENESIS } from '../chain.ts'
import { KNOWN_TYPES, readEvent, refuseUnknown } from './stored-event.ts'

const COLUMNS = 'run, seq, at, type, version, actor, data, prev_hash, hash'

/** A long history is read in pieces, so that it never has to fit into memory. */
const ROWS_AT_ONCE = 1000

/** A row with its place in the one chain over all runs, counted from 1. */
export interface NumberedRow extends EventRow {
  readonly id: number
}

/** How many events there are, and the hash of the last one. */
export interface Head {
  readonly events: number
  readonly head: string
}

/** The append-only table of events. */
export interface EventLog {
  /** Gives the event as every later reader will see it, and its place in the chain. */
  append(run: string, event: RunEvent): { readonly id: number; readonly event: RunEvent }
  of(run: string): readonly ChainedEvent[]
  /** The events of a run, newest first, read one by one; the database is not to be written meanwhile. */
  newest(run: string): Iterable<RunEvent>
  /** The rows of all runs after a place in the chain, in its order; the database may be written meanwhile. */
  rows(after?: number): IterableIterator<NumberedRow>
  /** The link of the chain at a place; 0 is before the first. Undefined where there is none. */
  linkAt(id: number): Link | undefined
  /** Some of these, after a place in the chain; of one run when one is named. */
  page(after: number, limit: number, run?: string): readonly ChainRow[]
  head(): Head
  /** Throws a UserError when a newer Drover left events here that this one cannot fold. */
  refuseUnknown(): void
}

/** Where an event stands in the chain, and the hash that the next one names. */
export type Link = Pick<NumberedRow, 'id' | 'hash'>

/** The events of a database, with their statements prepared. */
export function createEventLog(db: Database): EventLog {
  const insert = db.prepare<[NumberedRow]>(
    `INSERT INTO events (id, ${COLUMNS}) VALUES (@id, @run, @seq, @at, @type, @version, @actor, @data, @prev_hash, @hash)`,
  )
  const readHead = db.prepare<[], Head>('SELECT events, head FROM journal')
  const moveHead = db.prepare<[number, string]>('UPDATE journal SET events = ?, head = ?')
  const ofRun = db.prepare<[string], EventRow>(`SELECT ${COLUMNS} FROM events WHERE run = ? ORDER BY seq`)
  const newestOfRun = db.prepare<[string], EventRow>(`SELECT ${COLUMNS} FROM events WHERE run = ? ORDER BY seq DESC`)
  const after = db.prepare<[number], NumberedRow>(
    `SELECT id, ${COLUMNS} FROM events WHERE id > ? ORDER BY id LIMIT ${ROWS_AT_ONCE}`,
  )
  const link = db.prepare<[number], Link>('SELECT id, hash FROM events WHERE id = ?')
  const pageOfAll = db.prepare<[number, number], NumberedRow>(
    `SELECT id, ${COLUMNS} FROM events WHERE id > ? ORDER BY id LIMIT ?`,
  )
  const pageOfRun = db.prepare<[string, number, number], NumberedRow>(
    `SELECT id, ${COLUMNS} FROM events WHERE run = ? AND id > ? ORDER BY seq LIMIT ?`,
  )
  const unknown = db.prepare<[string], EventRow>(
    `SELECT ${COLUMNS} FROM events
     WHERE version <> 1 OR type NOT IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT 1`,
  )

  function head(): Head {
    const found = readHead.get()
    if (!found) throw new Error('the journal has lost its head row')
    return found
  }

  function* rows(from = 0): Generator<NumberedRow> {
    let last = from
    for (let batch = after.all(last); batch.length > 0; batch = after.all(last)) {
      yield* batch
      last = batch.at(-1)?.id ?? last
    }
  }

  return {
    head,
    rows,
    linkAt: (id) => (id === 0 ? { id, hash: GENESIS } : link.get(id)),
    append(run, event) {
      const last = head()
      const row = { id: last.events + 1, ...chained(run, event, last.head) }
      insert.run(row)
      moveHead.run(row.id, row.hash)
      return { id: row.id, event: readEvent(row).event }
    },
    of: (run) => ofRun.all(run).map(readEvent),
    page: (after, limit, run) =>
      (run === undefined ? pageOfAll.all(after, limit) : pageOfRun.all(run, after, limit)).map((row) => ({
        id: row.id,
        run: row.run,
        data: row.data,
        ...readEvent(row),
      })),
    *newest(run) {
      for (const row of newestOfRun.iterate(run)) yield readEvent(row).event
    },
    refuseUnknown() {
      const row = unknown.get(JSON.stringify(KNOWN_TYPES))
      if (row) refuseUnknown(row)
    },
  }
}
