import { hasEnded, type Run } from './run.ts'

/** Something that a run keeps for itself until it ends. */
export interface Lock {
  readonly resource: string
  readonly run: Run
}

/** What the runs among these that have not ended keep, the longest kept first. */
export function locksOf(runs: readonly Run[]): readonly Lock[] {
  const active = runs.filter((run) => !hasEnded(run)).sort((a, b) => a.startedAt.localeCompare(b.startedAt))
  return active.flatMap((run) => [...new Set(run.plan.locks)].map((resource) => ({ resource, run })))
}
