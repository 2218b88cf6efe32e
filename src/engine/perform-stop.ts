import { liveStep, progressOf, type Run } from '../model/run.ts'
import { isActing, isPaused } from '../model/status.ts'
import type { Step } from '../model/step.ts'
import type { Actions } from './actions.ts'
import type { Outcome } from './outcome.ts'
import { backgroundJob, jobId } from './scope.ts'
import type { World } from './world.ts'

/** Ends everything a given-up run has on its hosts, then says so. */
export async function performStop(world: World, run: Run, actions: Actions): Promise<Outcome> {
  for (const { on, id } of jobsLeft(run)) await world.tools.hosts.stop(on, id)
  const step = liveStep(run)
  if (step) await actions.stop(backgroundJob(run, step.id))
  return { tell: { type: 'stopped' } }
}

/** Ends the act that rests, so that what it did can be taken back. */
export async function performHalt(
  world: World,
  run: Run,
  step: Step,
  attempt: number,
  actions: Actions,
): Promise<Outcome> {
  for (const { on, id } of jobOf(run, step)) await world.tools.hosts.stop(on, id)
  await actions.stop(backgroundJob(run, step.id))
  return { tell: { type: 'halted', step: step.id, attempt } }
}

/** Jobs that may still run: the one in hand, and background jobs that nothing has ended yet. */
export function jobsLeft(run: Run): readonly { on: string; id: string }[] {
  const background = run.plan.steps.filter((step) => isOpenBackground(run, step)).flatMap((step) => jobsOf(run, step))
  const step = liveStep(run)
  return (isActing(run) || isPaused(run)) && step ? [...jobsOf(run, step), ...background] : background
}

function isOpenBackground(run: Run, step: Step): boolean {
  if (
    !('act' in step) ||
    step.act.do !== 'job' ||
    !step.act.background ||
    progressOf(run, step.id).state !== 'succeeded'
  )
    return false
  const stop = run.plan.steps.find((other) => 'act' in other && other.act.do === 'stop' && other.act.jobOf === step.id)
  return stop === undefined || progressOf(run, stop.id).state !== 'succeeded'
}

function jobsOf(run: Run, step: Step): readonly { on: string; id: string }[] {
  if (run.rollingBack && run.undoing && 'undo' in step && typeof step.undo === 'object' && step.undo.do === 'job') {
    return [{ on: step.undo.on, id: jobId(run, step.id, run.undoing.attempt, true) }]
  }
  return jobOf(run, step)
}

function jobOf(run: Run, step: Step): readonly { on: string; id: string }[] {
  return 'act' in step && step.act.do === 'job' ? [{ on: step.act.on, id: backgroundJob(run, step.id) }] : []
}
