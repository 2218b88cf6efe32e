import Database from 'better-sqlite3'
import { digest } from '../../model/json.ts'
import { hasEnded, type Run } from '../../model/run.ts'
import { type Conflict, refuseConflict } from './already-running.ts'
import type { Change, Projection } from './change.ts'
import { stateText } from './stored-run.ts'

/** Runs, their plans, and the locks they hold. `save` writes the state once, after the last event of a command. */
export interface RunsProjection extends Projection {
  save(run: Run): void
}

/**
 * Starting throws a UserError `already-running` when another active run has the same start or one of the locks: both are
 * unique in the database, so two starts cannot both pass. `now` is for saying since when the other one runs.
 */
export function createRunsProjection(db: Database.Database, now: () => Date): RunsProjection {
  const insertRun = db.prepare(
    `INSERT INTO runs (id, start_event, start_key, migration, channel, started_by, started_at, status, active, seq, state, rehearses)
     VALUES (@id, @startEvent, @startKey, @migration, @channel, @startedBy, @startedAt, @status, 1, @seq, @state, @rehearses)`,
  )
  const insertPlan = db.prepare<[string, string]>('INSERT INTO plans (run, plan) VALUES (?, ?)')
  const changePlan = db.prepare<[string, string]>('UPDATE plans SET plan = ? WHERE run = ?')
  const rehearse = db.prepare<[string | null, string]>('UPDATE runs SET rehearses = ? WHERE id = ?')
  const update = db.prepare('UPDATE runs SET status = ?, seq = ?, state = ? WHERE id = ?')
  // Apart, because every update that names `active` writes two indexes again.
  const end = db.prepare<[string]>('UPDATE runs SET active = 0 WHERE id = ?')
  const takeLock = db.prepare<[string, string]>('INSERT INTO locks (resource, run) VALUES (?, ?)')
  const freeLocks = db.prepare<[string]>('DELETE FROM locks WHERE run = ?')
  const sameStart = db.prepare<[string], Conflict>(`${CONFLICT} WHERE runs.start_key = ? AND runs.active = 1`)
  const holderOf = db.prepare<[string], Conflict>(
    `${CONFLICT} JOIN locks ON locks.run = runs.id WHERE locks.resource = ?`,
  )

  function begin(id: number, run: Run): void {
    const startKey = startKeyOf(run)
    unlessTaken(
      () => insertRun.run({ ...columnsOf(run), startEvent: id, startKey }),
      () => refuseConflict(sameStart.get(startKey), undefined, now()),
    )
    insertPlan.run(run.id, JSON.stringify(run.plan))
    lock(run, run.plan.locks, 'Nothing was started.')
  }

  /** What the run did so far was done under the locks that it has, so it keeps them. */
  function adopt(before: Run, run: Run): void {
    changePlan.run(JSON.stringify(run.plan), run.id)
    rehearse.run(run.plan.rehearses ?? null, run.id)
    const more = run.plan.locks.filter((resource) => !before.plan.locks.includes(resource))
    lock(run, more, 'Nothing was adopted.')
  }

  function lock({ id }: Run, resources: readonly string[], nothing: string): void {
    for (const resource of new Set(resources))
      unlessTaken(
        () => takeLock.run(resource, id),
        () => refuseConflict(holderOf.get(resource), resource, now(), nothing),
      )
  }

  return {
    tables: ['locks', 'plans', 'runs'],
    apply: ({ id, event, before, run }: Change) => {
      if (event.type === 'started') begin(id, run)
      if (event.type === 'adopted' && before) adopt(before, run)
      if (!hasEnded(run)) return
      freeLocks.run(run.id)
      end.run(run.id)
    },
    save: (run) => update.run(run.status, run.seq, stateText(run), run.id),
  }
}

const CONFLICT = `SELECT runs.id, runs.migration, runs.started_by AS startedBy, runs.started_at AS startedAt, runs.status,
  json_extract(runs.state, '$.driver') AS driver FROM runs`

function startKeyOf({ plan: { migration, params } }: Run): string {
  return digest({ migration, params })
}

function columnsOf(run: Run) {
  const { id, plan, channel, startedBy, startedAt, status, seq } = run
  const rehearses = plan.rehearses ?? null
  return { id, migration: plan.migration, channel, startedBy, startedAt, status, seq, state: stateText(run), rehearses }
}

function unlessTaken(insert: () => void, refuse: () => void): void {
  try {
    insert()
  } catch (cause) {
    const taken = cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_CONSTRAINT')
    if (taken) refuse()
    throw cause
  }
}
