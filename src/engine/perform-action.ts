import { formatMs } from '../model/duration.ts'
import type { Progress } from '../model/ports.ts'
import type { Run } from '../model/run.ts'
import type { ActionAct, DestructiveStep, RemoteStep } from '../model/step.ts'
import { UserError } from '../model/user-error.ts'
import type { Actions } from './actions.ts'
import { explain } from './explain.ts'
import { untilOpen } from './opening.ts'
import type { Outcome } from './outcome.ts'
import { isPassing } from './passing.ts'
import { seenOfAction } from './quiet.ts'
import { fillReferences } from './references.ts'
import { elapsedMs, jobId, scopeOf } from './scope.ts'
import { amountOf, settle, unneeded } from './settle.ts'
import { isTooLong, watch } from './too-long.ts'
import type { Live, World } from './world.ts'

type ActionStep = (RemoteStep | DestructiveStep) & { readonly act: ActionAct }

/** Drives an action inside the bot: starts it or finds it running, and reads how it ended. */
export async function performAction(
  world: World,
  run: Run,
  step: ActionStep,
  attempt: number,
  live: Live,
  actions: Actions,
): Promise<Outcome> {
  const key = jobId(run, step.id, attempt, false)
  const scope = scopeOf(run, step.id, attempt)
  watch(world, live, key, elapsedMs(world, run, step.id))
  const action = world.registry.action(step.act.action, step.act.version)
  const report = (progress: Progress) => {
    Object.assign(live, { progress, stall: undefined, seen: seenOfAction(key, progress) })
    world.onProgress(run.id)
  }
  if (run.hold && !actions.has(key)) return rest(step, attempt, live)
  const wait = actions.has(key) ? undefined : untilOpen(world, run, step.id, attempt)
  if (wait && !(await hasBegun(world, run, key))) return wait
  const skipped = live.progress || actions.has(key) ? undefined : await unneeded(world, run, step, attempt)
  if (skipped) return skipped
  if (!actions.has(key)) await noteBegun(world, run, key)
  const state = actions.ensure(key, run.hold !== undefined, (steering) =>
    action.run(fillReferences(step.act.args, run), world.tools, { scope, report, ...steering }),
  )
  if (state.is === 'running' && run.hold && state.rests) return rest(step, attempt, live)
  if (state.is === 'running') return whileRunning(world, run, step, attempt, live, actions)
  actions.forget(key)
  return state.is === 'done'
    ? settle(world, run, step, attempt, state.outputs)
    : broke(world, run, step, attempt, state.error, live)
}

/** An action that began goes on outside the window too, in another process and after a broken line: it is one act. */
async function hasBegun({ journal }: World, run: Run, key: string): Promise<boolean> {
  return (await journal.noted(run.id, `begun ${key}`)) !== undefined
}

async function noteBegun(world: World, run: Run, key: string): Promise<void> {
  if (await hasBegun(world, run, key)) return
  await world.journal.note(run.id, `begun ${key}`, world.tools.now().toISOString())
}

/** Nothing has begun, or every part that had has ended; the hold keeps the next ones from beginning. */
function rest(step: ActionStep, attempt: number, { progress }: Live): Outcome {
  return { tell: { type: 'paused', step: step.id, attempt, progress: progress && amountOf(progress) } }
}

async function whileRunning(
  world: World,
  run: Run,
  step: ActionStep,
  attempt: number,
  live: Live,
  actions: Actions,
): Promise<Outcome> {
  const key = jobId(run, step.id, attempt, false)
  if (!isTooLong(world, live, key, elapsedMs(world, run, step.id), step.timeoutMs)) return { againMs: 1000 }
  await actions.stop(key)
  const summary = `${step.id} was stopped: it ran longer than ${formatMs(step.timeoutMs)}. What it finished stays, and a retry goes on from there.`
  return { tell: { type: 'failed', step: step.id, attempt, failure: { summary }, evidence: [] } }
}

function broke(world: World, run: Run, step: ActionStep, attempt: number, error: unknown, live: Live): Outcome {
  const said = error instanceof Error ? error.message : String(error)
  const key = jobId(run, step.id, attempt, false)
  const inTime = !isTooLong(world, live, key, elapsedMs(world, run, step.id), step.timeoutMs)
  if (error instanceof UserError && isPassing(error) && inTime) {
    live.stall = world.redact(said)
    return { againMs: 3000 }
  }
  if (!(error instanceof UserError)) world.log.error('an action broke', { step: step.id, error })
  const failure = explain(
    world.redact(said.split('\n')[0] ?? said),
    said,
    world.registry.pitfalls(step.pitfalls),
    world.redact,
  )
  return { tell: { type: 'failed', step: step.id, attempt, failure, evidence: [] } }
}
