import { formatMs } from '../model/duration.ts'
import type { JobView, Progress } from '../model/ports.ts'
import { progressOf, type Run } from '../model/run.ts'
import type { DestructiveStep, JobAct, RemoteStep } from '../model/step.ts'
import { explain } from './explain.ts'
import { jobOf, look } from './job.ts'
import { untilOpen } from './opening.ts'
import type { Outcome } from './outcome.ts'
import { seenOfJob } from './quiet.ts'
import { elapsedMs, jobId } from './scope.ts'
import { amountOf, pollMs, settle, unneeded } from './settle.ts'
import { isTooLong, watch } from './too-long.ts'
import type { Live, World } from './world.ts'

type JobStep = (RemoteStep | DestructiveStep) & { readonly act: JobAct }

/** Starts the job of a step or finds it, and reads how it is. Any number of calls, from any number of processes, give one job. */
export async function performJob(world: World, run: Run, step: JobStep, attempt: number, live: Live): Promise<Outcome> {
  const id = jobId(run, step.id, attempt, false)
  watch(world, live, id, elapsedMs(world, run, step.id))
  const view = await look(world, run, step.act.on, id)
  live.seen = seenOfJob(id, view)
  const launched = progressOf(run, step.id).launchedAt !== undefined
  switch (view.state.is) {
    case 'absent':
      if (launched) return lost(world, step, attempt, 'The job folder is gone from the host.', view.log)
      if (run.hold) return { tell: { type: 'paused', step: step.id, attempt } }
      return (
        untilOpen(world, run, step.id, attempt) ??
        (await unneeded(world, run, step, attempt)) ??
        launch(world, run, step, attempt, id)
      )
    case 'staged':
      if (run.hold) return { tell: { type: 'paused', step: step.id, attempt } }
      return untilOpen(world, run, step.id, attempt) ?? launch(world, run, step, attempt, id)
    case 'running':
      return launched
        ? whileRunning(world, run, step, attempt, view, live)
        : { tell: { type: 'launched', step: step.id, attempt } }
    case 'done':
      return settleJob(world, run, step, attempt, view.state.code, view)
    case 'lost':
      return lost(world, step, attempt, 'Its process is gone and left no exit code.', view.log)
  }
}

async function launch(world: World, run: Run, step: JobStep, attempt: number, id: string): Promise<Outcome> {
  await world.tools.hosts.start(step.act.on, await jobOf(world, run, step.act, id))
  return { tell: { type: 'launched', step: step.id, attempt } }
}

async function whileRunning(
  world: World,
  run: Run,
  step: JobStep,
  attempt: number,
  view: JobView,
  live: Live,
): Promise<Outcome> {
  if (step.act.background && Object.keys(view.outputs).length > 0)
    return settle(world, run, step, attempt, view.outputs)
  const ranMs = elapsedMs(world, run, step.id)
  const progress = progressFrom(view, ranMs)
  if (step.act.pausable) {
    const rests = await rest(world, run, step, attempt, progress, live)
    if (rests) return rests
  }
  const id = jobId(run, step.id, attempt, false)
  if (isTooLong(world, live, id, ranMs, step.timeoutMs)) return timedOut(world, run, step, attempt, view)
  live.progress = progress
  world.onProgress(run.id)
  return { againMs: pollMs(ranMs) }
}

/**
 * Stops the job's processes where they are while the run is held, and lets them go on after. Whoever takes over from
 * another process cannot know whether that one stopped them, so it lets them go on once in any case.
 */
async function rest(
  { tools }: World,
  run: Run,
  step: JobStep,
  attempt: number,
  progress: Progress,
  live: Live,
): Promise<Outcome | undefined> {
  const id = jobId(run, step.id, attempt, false)
  if (!run.hold) {
    if (live.goesOn !== id) await tools.hosts.resume(step.act.on, id)
    live.goesOn = id
    return undefined
  }
  live.goesOn = undefined
  const isStopped = await tools.hosts.pause(step.act.on, id)
  return isStopped
    ? { tell: { type: 'paused', step: step.id, attempt, progress: amountOf(progress) } }
    : { againMs: pollMs(0) }
}

async function timedOut(world: World, run: Run, step: JobStep, attempt: number, view: JobView): Promise<Outcome> {
  await world.tools.hosts.stop(step.act.on, jobId(run, step.id, attempt, false))
  return broken(world, step, attempt, `was stopped: it ran longer than ${formatMs(step.timeoutMs)}.`, view.log)
}

async function settleJob(
  world: World,
  run: Run,
  step: JobStep,
  attempt: number,
  code: number,
  view: JobView,
): Promise<Outcome> {
  if (code === 0 && !step.act.background) return settle(world, run, step, attempt, view.outputs)
  return broken(
    world,
    step,
    attempt,
    `ended with exit ${code}${step.act.background ? ' and should have stayed up' : ''}.`,
    view.log,
  )
}

function broken(world: World, step: JobStep, attempt: number, how: string, log: string): Outcome {
  const summary = `${step.id} on ${step.act.on} ${how}`
  const failure = explain(summary, log, world.registry.pitfalls(step.pitfalls), world.redact)
  return { tell: { type: 'failed', step: step.id, attempt, failure, evidence: [] } }
}

function lost(world: World, step: JobStep, attempt: number, why: string, log: string): Outcome {
  const failure = explain(
    `Nobody knows whether ${step.id} ran to its end on ${step.act.on}. ${why}`,
    log,
    [],
    world.redact,
  )
  const at = { step: step.id, attempt }
  if (step.repeatable)
    return {
      tell: {
        type: 'failed',
        ...at,
        failure: { ...failure, fix: 'This step may be repeated safely: retry it.' },
        evidence: [],
      },
    }
  const fix = `Look at ${step.act.on}, then resolve the step as succeeded or failed. It is never repeated on its own.`
  return { tell: { type: 'lost', ...at, failure: { ...failure, fix } } }
}

function progressFrom(view: JobView, ranMs: number): Progress {
  const { done, total, unit } = view.outputs
  if (done === undefined) return { done: Math.round(ranMs / 1000), unit: 'seconds' }
  return { done: Number(done), total: total === undefined ? undefined : Number(total), unit: unit ?? 'bytes' }
}
