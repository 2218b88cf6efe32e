import { DROVER, type RunEvent } from './event.ts'
import { liveStep, progressOf, type Run, type StepProgress } from './run.ts'
import { gateOf } from './step.ts'

/** A step begins, as a new attempt. */
export function startStep(run: Run, event: { step: string; attempt: number; at: string }): Partial<Run> {
  const index = indexOf(run, event.step)
  const step = run.plan.steps[index]
  const gated = step !== undefined && gateOf(step) !== undefined
  const phase = gated ? 'measuring' : step?.kind === 'manual' ? 'asking' : 'acting'
  const actedAt = phase === 'acting' ? event.at : undefined
  const first = firstActed(run, event.step, event.attempt, actedAt)
  const begun: StepProgress = {
    state: 'live',
    attempt: event.attempt,
    startedAt: event.at,
    actedAt,
    ...first,
    evidence: [],
  }
  return { at: index, phase, gate: undefined, steps: { ...run.steps, [event.step]: begun } }
}

/** The host has the job of the act, or of the undo. */
export function launch(run: Run, event: { step: string; at: string }): Partial<Run> {
  if (run.undoing) return { undoing: { ...run.undoing, launchedAt: event.at } }
  return touch(run, event.step, { launchedAt: event.at })
}

/** A release lets an act that rests go on, unless it is about to be ended for a rollback. */
export function goOn(run: Run, at: string): Partial<Run> {
  const step = liveStep(run)
  const { paused, pausedMs = 0 } = progressOf(run, step?.id ?? '')
  if (!step || !paused || run.rollingBack) return {}
  const restedMs = pausedMs + Math.max(0, Date.parse(at) - Date.parse(paused.at))
  return touch(run, step.id, { paused: undefined, pausedMs: restedMs })
}

/** An attempt that waits has not acted yet, whatever its phase is called; an earlier one may have. */
export function keptBy(run: Run, { step, at, says, until }: RunEvent & { type: 'act-kept' }): Partial<StepProgress> {
  const { attempt, firstActedAttempt } = progressOf(run, step)
  const first = firstActedAttempt === attempt ? { firstActedAt: undefined, firstActedAttempt: undefined } : {}
  return { kept: { at, says, until }, actedAt: undefined, ...first }
}

/** The time of an act runs from when it may begin. */
export function openedBy(run: Run, { step, attempt, at }: RunEvent & { type: 'act-opened' }): Partial<StepProgress> {
  return run.phase === 'acting'
    ? { kept: undefined, actedAt: at, ...firstActed(run, step, attempt, at) }
    : { kept: undefined }
}

/** When and as which attempt a step first acted, kept over retries. */
export function firstActed(run: Run, step: string, attempt: number, at: string | undefined): Partial<StepProgress> {
  const { firstActedAt, firstActedAttempt } = progressOf(run, step)
  if (firstActedAt !== undefined) return { firstActedAt, firstActedAttempt }
  return at === undefined ? {} : { firstActedAt: at, firstActedAttempt: attempt }
}

/** An attempt that the engine found unneeded never acted, whatever its phase was called; an earlier one may have. */
export function skipped(run: Run, event: { step: string; actor: string; reason: string }): Partial<StepProgress> {
  const { attempt, firstActedAttempt } = progressOf(run, event.step)
  const note = event.reason
  return event.actor === DROVER && firstActedAttempt === attempt
    ? { note, firstActedAt: undefined, firstActedAttempt: undefined }
    : { note }
}

/** A person looked and said how an attempt ended. */
export function resolveStep(run: Run, event: RunEvent & { type: 'step-resolved' }): Partial<Run> {
  const worked = event.outcome === 'succeeded'
  return { ...endStep(run, event, event.outcome, { note: event.reason }), at: worked ? run.at + 1 : run.at }
}

/** An attempt is over. */
export function endStep(
  run: Run,
  event: RunEvent & { step: string },
  state: StepProgress['state'],
  more: Partial<StepProgress>,
): Partial<Run> {
  const by = event.actor === DROVER ? undefined : event.actor
  return touch(run, event.step, { state, endedAt: event.at, by, ...more })
}

/** An attempt that had not touched the world is given up with the plan that it was of; an earlier one may have acted. */
export function dropStep(run: Run, { step, attempt, at }: RunEvent & { type: 'step-dropped' }): Partial<Run> {
  const { firstActedAttempt } = progressOf(run, step)
  const never = { firstActedAt: undefined, firstActedAttempt: undefined }
  const rest = { actedAt: undefined, launchedAt: undefined, paused: undefined, pausedMs: undefined, kept: undefined }
  return {
    ...touch(run, step, { state: 'pending', endedAt: at, ...rest, ...(firstActedAttempt === attempt && never) }),
    phase: 'acting',
    gate: undefined,
  }
}

/** The steps with more known of one of them. */
export function touch(run: Run, step: string, more: Partial<StepProgress>): Pick<Run, 'steps'> {
  return { steps: { ...run.steps, [step]: { ...progressOf(run, step), ...more } } }
}

/** The place of a step in the plan. */
export function indexOf(run: Run, step: string): number {
  return run.plan.steps.findIndex(({ id }) => id === step)
}
