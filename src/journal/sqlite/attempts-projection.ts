import type { Database } from 'better-sqlite3'
import { progressOf, type Run } from '../../model/run.ts'
import type { Change, Projection } from './change.ts'

interface AttemptRow {
  readonly run: string
  readonly step: string
  readonly direction: 'do' | 'undo'
  readonly attempt: number
  readonly state: string
  readonly startedAt: string
  readonly actedAt: string | null
  readonly endedAt: string | null
}

/** One row for every try at a step or at taking it back. An attempt that begins twice is refused by the database. */
export function createAttemptsProjection(db: Database): Projection {
  const insert = db.prepare<[AttemptRow]>(
    `INSERT INTO attempts (run, step, direction, attempt, state, started_at, acted_at, ended_at)
     VALUES (@run, @step, @direction, @attempt, @state, @startedAt, @actedAt, @endedAt)`,
  )
  const update = db.prepare<[AttemptRow]>(
    `UPDATE attempts SET state = @state, acted_at = @actedAt, ended_at = @endedAt
     WHERE run = @run AND step = @step AND direction = @direction AND attempt = @attempt`,
  )
  return {
    tables: ['attempts'],
    apply: (change) => {
      const row = attemptOf(change)
      if (!row) return
      const begins = change.event.type === 'step-started' || change.event.type === 'undo-started'
      if (begins) insert.run(row)
      else update.run(row)
    },
  }
}

function attemptOf({ event, run }: Change): AttemptRow | undefined {
  switch (event.type) {
    case 'undo-started':
    case 'undo-failed':
    case 'step-undone':
      return undoRow(run, event, event.type)
    case 'step-started':
    case 'gate-passed':
    case 'step-succeeded':
    case 'step-failed':
    case 'step-uncertain':
    case 'step-resolved':
    case 'step-skipped':
    case 'step-dropped':
      return doRow(run, event.step)
    default:
      return undefined
  }
}

function doRow(run: Run, step: string): AttemptRow {
  const { attempt, state, startedAt = run.startedAt, actedAt = null, endedAt = null } = progressOf(run, step)
  return { run: run.id, step, direction: 'do', attempt, state, startedAt, actedAt, endedAt }
}

function undoRow(
  run: Run,
  { step, attempt, at }: { step: string; attempt: number; at: string },
  type: 'undo-started' | 'undo-failed' | 'step-undone',
): AttemptRow {
  const state = type === 'step-undone' ? 'undone' : (run.undoing?.state ?? 'live')
  const endedAt = type === 'undo-started' ? null : at
  return { run: run.id, step, direction: 'undo', attempt, state, startedAt: at, actedAt: null, endedAt }
}
