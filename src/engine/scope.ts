import type { Scope } from '../model/check.ts'
import { actedMs, progressOf, type Run } from '../model/run.ts'
import type { World } from './world.ts'

/** Who is asking, for markers in the world and for times. */
export function scopeOf(run: Run, step: string, attempt: number): Scope {
  const { actedAt, startedAt } = progressOf(run, step)
  return { run: run.id, step, attempt, startedAt: actedAt ?? startedAt ?? run.startedAt }
}

/** How long the attempt has been acting; what it rested for a hold does not count against its time. */
export function elapsedMs({ tools }: World, run: Run, step: string): number {
  return actedMs(progressOf(run, step), tools.now().toISOString()) ?? 0
}

/** The deterministic id of an attempt's job: it claims the job on the host. */
export function jobId(run: Run, step: string, attempt: number, undo: boolean): string {
  return `${run.id}-${step}-${undo ? 'undo-' : ''}${attempt}`
}

/** The job of a step's latest attempt. */
export function backgroundJob(run: Run, step: string): string {
  return jobId(run, step, progressOf(run, step).attempt, false)
}
