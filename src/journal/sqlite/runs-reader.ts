import type { Database } from 'better-sqlite3'
import type { RunFilter } from '../../model/journal.ts'
import type { Run } from '../../model/run.ts'
import { type RunText, readRun } from './stored-run.ts'

/** Runs as their rows hold them. */
export interface RunsReader {
  find(id: string): Run | undefined
  /** Ids of the runs that fit, newest first: whoever asks may have them in memory already. */
  ids(filter: RunFilter): readonly string[]
  /** The place in the chain before the first event of the oldest run that has not ended; undefined when none is active. */
  beforeActive(): number | undefined
}

/** As in the indexes of rehearsals, so that they are used. */
const GREEN_REHEARSAL = "rehearses IS NOT NULL AND status = 'succeeded'"

/** Reads the runs of a database. */
export function createRunsReader(db: Database): RunsReader {
  const byId = db.prepare<[string], RunText>(
    'SELECT plan, state FROM runs JOIN plans ON plans.run = runs.id WHERE runs.id = ?',
  )
  const oldest = db.prepare<[], { first: number | null }>('SELECT min(start_event) AS first FROM runs WHERE active = 1')
  return {
    beforeActive() {
      const first = oldest.get()?.first
      return first === undefined || first === null ? undefined : first - 1
    },
    find(id) {
      const row = byId.get(id)
      return row && readRun(row)
    },
    ids({ active, channel, rehearsed, limit }) {
      const conditions = [
        ...(active === undefined ? [] : [`active = ${active ? 1 : 0}`]),
        ...(channel === undefined ? [] : ['channel = @channel']),
        ...(rehearsed === undefined ? [] : [GREEN_REHEARSAL, 'migration = @migration']),
        ...(rehearsed?.digest === undefined ? [] : ['rehearses = @digest']),
      ]
      const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
      return db
        .prepare<[object], { id: string }>(`SELECT id FROM runs ${where} ORDER BY start_event DESC LIMIT @limit`)
        .all({ channel, ...rehearsed, limit: limit ?? -1 })
        .map(({ id }) => id)
    },
  }
}
