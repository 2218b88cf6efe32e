import { hasEnded, liveStep, progressOf, type Run, type RunStatus } from './run.ts'
import { hasBegun } from './schedule.ts'
import { type Undo, undoOf } from './step.ts'

/** The status that follows from where the run is. An ended run keeps the status it ended with. */
export function statusOf(run: Run): RunStatus {
  if (hasEnded(run)) return run.status
  const trouble = troubleOf(run)
  if (trouble) return trouble
  if (run.hold) return isActing(run) ? 'holding' : 'held'
  if (!hasBegun(run)) return 'scheduled'
  if (isWaiting(run)) return 'waiting'
  return run.rollingBack ? 'rolling-back' : 'running'
}

/** Is something being done to a host right now, that ends by itself? An act that rests is ended by a rollback first. */
export function isActing(run: Run): boolean {
  const step = liveStep(run)
  if (isPaused(run)) return run.rollingBack
  if (isKept(run)) return false
  if (run.rollingBack) return run.undoing?.state === 'live' && step !== undefined && !isManual(undoOf(step))
  if (!step || progressOf(run, step.id).state !== 'live' || run.phase !== 'acting') return false
  return step.kind === 'check' || step.kind === 'remote' || step.kind === 'destructive'
}

/** Does the live act rest in the middle? It goes on where it was, or is ended. */
export function isPaused(run: Run): boolean {
  const step = liveStep(run)
  if (!step) return false
  const { state, paused } = progressOf(run, step.id)
  return state === 'live' && paused !== undefined
}

/** Has the live act to wait for a window to open, or for a freeze to end? */
export function isKept(run: Run): boolean {
  const step = liveStep(run)
  if (!step || run.rollingBack || (run.phase !== 'acting' && run.phase !== 'confirming')) return false
  const { state, kept } = progressOf(run, step.id)
  return state === 'live' && kept !== undefined
}

/** The step whose attempt is under way, if one is. */
export function liveAttempt(run: Run): { step: string; attempt: number } | undefined {
  const step = liveStep(run)
  if (!step) return undefined
  const { state, attempt } = progressOf(run, step.id)
  return state === 'live' ? { step: step.id, attempt } : undefined
}

function troubleOf(run: Run): 'failed' | 'uncertain' | undefined {
  if (run.rollingBack) return run.undoing?.state === 'live' ? undefined : run.undoing?.state
  const step = liveStep(run)
  const state = step && progressOf(run, step.id).state
  return state === 'failed' || state === 'uncertain' ? state : undefined
}

/** An undo that only a person can do. */
export function isManual(undo: Undo): boolean {
  return typeof undo === 'object' && undo.do === 'manual'
}

function isWaiting(run: Run): boolean {
  const step = liveStep(run)
  if (run.rollingBack) return step !== undefined && isManual(undoOf(step)) && !isPaused(run)
  if (!step || progressOf(run, step.id).state !== 'live') return false
  return run.phase === 'asking' || isKept(run) || step.kind === 'wait' || step.kind === 'soak'
}
