import { formatMs } from '../model/duration.ts'
import type { Run } from '../model/run.ts'
import { type JobAct, type Step, undoOf } from '../model/step.ts'
import { explain } from './explain.ts'
import { jobOf, look } from './job.ts'
import type { Outcome } from './outcome.ts'
import { seenOfJob } from './quiet.ts'
import { backgroundJob, jobId } from './scope.ts'
import { pollMs } from './settle.ts'
import { isTooLong, watch } from './too-long.ts'
import type { Live, World } from './world.ts'

/** Takes one step back: a job of its own, or ending a background job. */
export async function performUndo(world: World, run: Run, step: Step, attempt: number, live: Live): Promise<Outcome> {
  const undo = undoOf(step)
  if (typeof undo !== 'object' || undo.do === 'manual') return { tell: { type: 'undone', step: step.id, attempt } }
  if (undo.do === 'job') return performUndoJob(world, run, step, undo, attempt, live)
  await world.tools.hosts.stop(undo.on, backgroundJob(run, undo.jobOf))
  return { tell: { type: 'undone', step: step.id, attempt } }
}

async function performUndoJob(
  world: World,
  run: Run,
  step: Step,
  act: JobAct,
  attempt: number,
  live: Live,
): Promise<Outcome> {
  const id = jobId(run, step.id, attempt, true)
  const at = { step: step.id, attempt }
  watch(world, live, id, sinceLaunch(world, run) ?? 0)
  const view = await look(world, run, act.on, id)
  const { state, log } = view
  live.seen = seenOfJob(id, view)
  const launched = run.undoing?.launchedAt !== undefined
  const fail = (summary: string, uncertain: boolean): Outcome => ({
    tell: { type: 'undo-failed', ...at, uncertain, failure: explain(summary, log, [], world.redact) },
  })
  if (state.is === 'lost' || (state.is === 'absent' && launched)) {
    return fail(
      `Nobody knows whether the undo of ${step.id} ran to its end on ${act.on}: its process is gone and left no exit code.`,
      true,
    )
  }
  if (state.is === 'absent' || state.is === 'staged') {
    if (run.hold) return { againMs: HELD_MS }
    await world.tools.hosts.start(act.on, await jobOf(world, run, act, id))
    return { tell: { type: 'launched', ...at } }
  }
  if (state.is === 'running')
    return isOverdue(world, run, live, id) ? stopUndo(world, act, id, fail) : { againMs: pollMs(2000) }
  return state.code === 0
    ? { tell: { type: 'undone', ...at } }
    : fail(`The undo of ${step.id} on ${act.on} ended with exit ${state.code}.`, false)
}

/** An undo that has not begun waits for the release, which wakes it; this is for a wake that was lost. */
const HELD_MS = 30_000

/** An undo that hangs must not hang the rollback for ever; no undo of a step says how long it may take. */
const LONGEST_MS = 6 * 3_600_000

function isOverdue(world: World, run: Run, live: Live, id: string): boolean {
  const ranMs = sinceLaunch(world, run)
  return ranMs !== undefined && isTooLong(world, live, id, ranMs, LONGEST_MS)
}

function sinceLaunch({ tools }: World, { undoing }: Run): number | undefined {
  return undoing?.launchedAt === undefined ? undefined : tools.now().getTime() - Date.parse(undoing.launchedAt)
}

async function stopUndo(
  world: World,
  act: JobAct,
  id: string,
  fail: (summary: string, uncertain: boolean) => Outcome,
): Promise<Outcome> {
  await world.tools.hosts.stop(act.on, id)
  return fail(`The undo on ${act.on} was stopped: it ran longer than ${formatMs(LONGEST_MS)}.`, false)
}
