import { formatMs } from '../model/duration.ts'
import type { Run } from '../model/run.ts'
import type { ActionAct, DestructiveStep, RemoteStep } from '../model/step.ts'
import { UserError } from '../model/user-error.ts'
import type { Actions } from './actions.ts'
import { explain } from './explain.ts'
import type { Outcome } from './outcome.ts'
import { isPassing } from './passing.ts'
import { fillReferences } from './references.ts'
import { jobId, scopeOf } from './scope.ts'
import { settle, unneeded } from './settle.ts'
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
  const action = world.registry.action(step.act.action, step.act.version)
  const report = (progress: Live['progress']) => {
    Object.assign(live, { progress, stall: undefined })
    world.onProgress(run.id)
  }
  const skipped = live.progress ? undefined : await unneeded(world, run, step, attempt)
  if (skipped) return skipped
  const state = actions.ensure(key, (signal) =>
    action.run(fillReferences(step.act.args, run), world.tools, { scope, report, signal }),
  )
  if (state.is === 'running') return whileRunning(world, step, attempt, scope.startedAt, key, actions)
  actions.forget(key)
  return state.is === 'done'
    ? settle(world, run, step, attempt, state.outputs)
    : broke(world, step, attempt, state.error, live, scope.startedAt)
}

async function whileRunning(
  world: World,
  step: ActionStep,
  attempt: number,
  startedAt: string,
  key: string,
  actions: Actions,
): Promise<Outcome> {
  if (world.tools.now().getTime() - Date.parse(startedAt) <= step.timeoutMs) return { againMs: 1000 }
  await actions.stop(key)
  const summary = `${step.id} was stopped: it ran longer than ${formatMs(step.timeoutMs)}. What it finished stays, and a retry goes on from there.`
  return { tell: { type: 'failed', step: step.id, attempt, failure: { summary }, evidence: [] } }
}

function broke(
  world: World,
  step: ActionStep,
  attempt: number,
  error: unknown,
  live: Live,
  startedAt: string,
): Outcome {
  const said = error instanceof Error ? error.message : String(error)
  const inTime = world.tools.now().getTime() - Date.parse(startedAt) <= step.timeoutMs
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
