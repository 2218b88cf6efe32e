import type { Database } from 'better-sqlite3'
import { hasEnded, type Run } from '../../model/run.ts'
import type { EventLog } from './event-log.ts'
import { fold } from './fold.ts'
import type { Projections } from './projections.ts'
import type { RunsReader } from './runs-reader.ts'
import { readEvent } from './stored-event.ts'
import { createProof } from './verify.ts'

/** Raise it when `evolve` or a projection changes what is stored: the next start then folds every history anew. */
export const PROJECTION_VERSION = 2

/**
 * Empties the projections and folds every event again, in one transaction. Throws a UserError, and leaves all as it was,
 * when an event is not as it was written. Events, inbox and letters stay as they are.
 */
export function rebuild(db: Database, log: EventLog, projections: Projections, reader: RunsReader): void {
  const markBuilt = db.prepare<[number]>('UPDATE journal SET projected_by = ?')
  db.transaction(() => {
    projections.clear()
    refold(log, projections, reader)
    markBuilt.run(PROJECTION_VERSION)
  }).immediate()
}

/** Whether the projections were made by a program that sees histories as this one does. */
export function isUpToDate(db: Database): boolean {
  const found = db.prepare<[], { projected_by: number }>('SELECT projected_by FROM journal').get()
  return found?.projected_by === PROJECTION_VERSION
}

function refold(log: EventLog, projections: Projections, reader: RunsReader): void {
  const active = new Map<string, Run>()
  const proof = createProof()
  for (const row of log.rows()) {
    proof.demand(row)
    const { event } = readEvent(row)
    // A refusal may follow the end of a run, whose row is there by then.
    const before = active.get(row.run) ?? (event.type === 'started' ? undefined : reader.find(row.run))
    const run = fold(row.run, before, event)
    projections.apply({ id: row.id, event, before, run })
    active.set(row.run, run)
    if (!hasEnded(run)) continue
    projections.save(run)
    active.delete(row.run)
  }
  for (const run of active.values()) projections.save(run)
}
