import type { EventBody } from './event.ts'
import { isRehearsal } from './rehearsal.ts'
import { progressOf, type Run } from './run.ts'
import { isPaused } from './status.ts'
import { type Step, undoOf } from './step.ts'

/** What follows once the live step is over: the next step, the end, or nothing while the run is held or its file changed. */
export function nextAfter(run: Run): readonly EventBody[] {
  return run.hold || run.planChange ? [] : startAt(run, run.at + 1)
}

/** Starts the step at an index, as a new attempt, or finishes the run when there is none. */
export function startAt(run: Run, index: number): readonly EventBody[] {
  const step = run.plan.steps[index]
  if (!step) return [{ type: 'finished' }]
  return [{ type: 'step-started', step: step.id, attempt: progressOf(run, step.id).attempt + 1 }]
}

/** The undo that follows the one of `undone` (or the first one), latest step first; the end when all are taken back. */
export function nextUndo(run: Run, undone?: string): readonly EventBody[] {
  const before = undone === undefined ? run.at + 1 : run.plan.steps.findIndex(({ id }) => id === undone)
  if (run.hold && undone !== undefined) return []
  const step = run.plan.steps.slice(0, before).findLast(({ id }) => needsUndo(run, id))
  return step ? [{ type: 'undo-started', step: step.id, attempt: 1 }] : [{ type: 'rolled-back' }]
}

/** A step that acted and has something to take back, whether it succeeded, broke half-way, or was skipped after that. */
function needsUndo(run: Run, id: string): boolean {
  const step = run.plan.steps.find((one) => one.id === id)
  return (
    step !== undefined && undoOf(step) !== 'nothing' && hasActed(run, step) && progressOf(run, id).state !== 'undone'
  )
}

/** The first step that acted and cannot be taken back. */
export function passedNoReturn(run: Run): string | undefined {
  return run.plan.steps.find((step) => undoOf(step) === 'none' && hasActed(run, step))?.id
}

/** Did any attempt of the step touch the world? */
function hasActed(run: Run, step: Step): boolean {
  const { state, firstActedAt } = progressOf(run, step.id)
  return step.kind === 'manual' ? state === 'succeeded' : firstActedAt !== undefined
}

/**
 * What follows once the jobs of a run that was given up are stopped. Nothing that a rehearsal made is worth keeping, so it
 * is taken back; one that is given up while it does so ends as it is.
 */
export function givenUp(run: Run, { reason }: { readonly reason: string }): readonly EventBody[] {
  if (!isRehearsal(run.plan) || run.rollingBack) return [{ type: 'aborted', reason }]
  const asked: EventBody = { type: 'rollback-asked', reason }
  return isPaused(run) ? [asked] : [asked, ...nextUndo(run)]
}
