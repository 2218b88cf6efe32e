import type { Database } from 'better-sqlite3'
import { DROVER } from '../../model/event.ts'
import type { Timing } from '../../model/journal.ts'
import { actedMs, progressOf, type Run, type Undoing } from '../../model/run.ts'
import { isManual } from '../../model/status.ts'
import { undoOf } from '../../model/step.ts'
import { undoTiming } from '../../model/undo-timing.ts'
import type { Change, Projection } from './change.ts'

interface TimingRow extends Omit<Timing, 'reckonedMs'> {
  readonly reckonedMs: number | null
}

/** How long steps took, for estimates. */
export interface TimingsProjection extends Projection {
  /** The newest timings of a migration, oldest first. */
  of(migration: string): readonly Timing[]
}

/** About ten runs of a long migration: older ones ran on other machines, with other data. */
const REMEMBERED = 500

/** Timings of a database: one for each step that succeeded, from the beginning of its act to its end, and for each that was taken back. */
export function createTimingsProjection(db: Database): TimingsProjection {
  const insert = db.prepare<[TimingRow & { readonly event: number }]>(
    `INSERT INTO timings (migration, step, run, event, acted_ms, reckoned_ms)
     VALUES (@migration, @step, @run, @event, @actedMs, @reckonedMs)`,
  )
  const select = db.prepare<[string], TimingRow>(
    `SELECT migration, step, run, acted_ms AS actedMs, reckoned_ms AS reckonedMs FROM timings WHERE migration = ?
     ORDER BY event DESC LIMIT ${REMEMBERED}`,
  )
  return {
    tables: ['timings'],
    of: (migration) => select.all(migration).reverse().map(asTiming),
    apply: (change) => {
      const timing = timingOf(change)
      if (timing) insert.run({ ...timing, reckonedMs: timing.reckonedMs ?? null, event: change.id })
    },
  }
}

function asTiming({ reckonedMs, ...timing }: TimingRow): Timing {
  return reckonedMs === null ? timing : { ...timing, reckonedMs }
}

function timingOf({ event, before, run }: Change): Timing | undefined {
  if (event.type === 'step-undone') return undoTimingOf(event, before?.undoing, run)
  if (event.type !== 'step-succeeded') return undefined
  const tookMs = actedMs(progressOf(run, event.step), event.at) ?? 0
  const { migration, forecast } = run.plan
  const seconds = forecast?.stepSeconds[event.step]
  const reckoned = seconds === undefined ? {} : { reckonedMs: Math.round(seconds * 1000) }
  return { migration, step: event.step, run: run.id, actedMs: tookMs, ...reckoned }
}

/** Skipped undos, and those that people did, teach nothing. */
function undoTimingOf(
  event: Change['event'] & { type: 'step-undone' },
  undoing: Undoing | undefined,
  run: Run,
): Timing | undefined {
  const step = run.plan.steps.find(({ id }) => id === event.step)
  if (!step || isManual(undoOf(step)) || undoing?.startedAt === undefined || event.actor !== DROVER) return undefined
  const tookMs = Math.max(0, Date.parse(event.at) - Date.parse(undoing.startedAt))
  return { migration: run.plan.migration, step: undoTiming(event.step), run: run.id, actedMs: tookMs }
}
