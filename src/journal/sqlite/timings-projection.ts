import type { Database } from 'better-sqlite3'
import type { Timing } from '../../model/journal.ts'
import { actedMs, progressOf } from '../../model/run.ts'
import type { Change, Projection } from './change.ts'

/** How long steps took, for estimates. */
export interface TimingsProjection extends Projection {
  /** The newest timings of a migration, oldest first. */
  of(migration: string): readonly Timing[]
}

/** About ten runs of a long migration: older ones ran on other machines, with other data. */
const REMEMBERED = 500

/** Timings of a database: one for each step that succeeded, from the beginning of its act to its end. */
export function createTimingsProjection(db: Database): TimingsProjection {
  const insert = db.prepare<[Timing & { readonly event: number }]>(
    'INSERT INTO timings (migration, step, run, event, acted_ms) VALUES (@migration, @step, @run, @event, @actedMs)',
  )
  const select = db.prepare<[string], Timing>(
    `SELECT migration, step, run, acted_ms AS actedMs FROM timings WHERE migration = ?
     ORDER BY event DESC LIMIT ${REMEMBERED}`,
  )
  return {
    tables: ['timings'],
    of: (migration) => select.all(migration).reverse(),
    apply: (change) => {
      const timing = timingOf(change)
      if (timing) insert.run({ ...timing, event: change.id })
    },
  }
}

function timingOf({ event, run }: Change): Timing | undefined {
  if (event.type !== 'step-succeeded') return undefined
  const tookMs = actedMs(progressOf(run, event.step), event.at) ?? 0
  return { migration: run.plan.migration, step: event.step, run: run.id, actedMs: tookMs }
}
