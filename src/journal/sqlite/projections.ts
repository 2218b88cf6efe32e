import type { Database } from 'better-sqlite3'
import type { Run } from '../../model/run.ts'
import { createAttemptsProjection } from './attempts-projection.ts'
import type { Change } from './change.ts'
import { createGatesProjection } from './gates-projection.ts'
import { createRunsProjection } from './runs-projection.ts'
import { createTimingsProjection, type TimingsProjection } from './timings-projection.ts'

/** Everything a database knows that can be made again from its events. */
export interface Projections {
  apply(change: Change): void
  /** Writes the run's state, after the last event of a command. */
  save(run: Run): void
  /** Empties every projection. */
  clear(): void
  readonly timings: TimingsProjection
}

/** The projections of a database. `now` is for refusals only; nothing stored depends on it. */
export function createProjections(db: Database, now: () => Date): Projections {
  const runs = createRunsProjection(db, now)
  const timings = createTimingsProjection(db)
  const all = [runs, createGatesProjection(db), createAttemptsProjection(db), timings]
  const tables = all.toReversed().flatMap((projection) => projection.tables)
  const clearing = tables.map((table) => db.prepare(`DELETE FROM ${table}`))
  return {
    timings,
    save: runs.save,
    apply: (change) => {
      for (const projection of all) projection.apply(change)
    },
    clear: () => {
      for (const statement of clearing) statement.run()
    },
  }
}
