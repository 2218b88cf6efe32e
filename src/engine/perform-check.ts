import type { Run } from '../model/run.ts'
import type { CheckStep, SoakStep } from '../model/step.ts'
import { measure } from './measure.ts'
import type { Outcome } from './outcome.ts'
import { jobId, scopeOf } from './scope.ts'
import { isTooLong, watch } from './too-long.ts'
import type { Live, World } from './world.ts'

/** A line that is cut for a moment should not cost a person a retry. */
const CHECK_PATIENCE_MS = 10_000

/** Runs a check step once: pass and warn go on, fail and error stop the run. */
export async function performCheck(world: World, run: Run, step: CheckStep, attempt: number): Promise<Outcome> {
  const evidence = await measure(world, run, step.check, scopeOf(run, step.id, attempt), CHECK_PATIENCE_MS)
  const at = { step: step.id, attempt }
  if (evidence.outcome === 'pass' || evidence.outcome === 'warn') {
    return { tell: { type: 'succeeded', ...at, outputs: evidence.outputs ?? {}, evidence: [evidence] } }
  }
  return {
    tell: { type: 'failed', ...at, failure: { summary: evidence.summary, fix: evidence.advice }, evidence: [evidence] },
  }
}

/** Looks once at a soak: not yet means another look later, could-not-tell is shown and looked at again until the time is over. */
export async function performSoak(
  world: World,
  run: Run,
  step: SoakStep,
  attempt: number,
  live: Live,
): Promise<Outcome> {
  const scope = scopeOf(run, step.id, attempt)
  const act = jobId(run, step.id, attempt, false)
  watch(world, live, act, world.tools.now().getTime() - Date.parse(scope.startedAt))
  const evidence = await measure(world, run, step.watch, scope)
  const at = { step: step.id, attempt }
  if (evidence.outcome === 'pass')
    return { tell: { type: 'succeeded', ...at, outputs: evidence.outputs ?? {}, evidence: [evidence] } }
  if (evidence.outcome === 'fail')
    return {
      tell: {
        type: 'failed',
        ...at,
        failure: { summary: evidence.summary, fix: evidence.advice },
        evidence: [evidence],
      },
    }
  const ranMs = world.tools.now().getTime() - Date.parse(scope.startedAt)
  if (isTooLong(world, live, act, ranMs, step.timeoutMs)) {
    return {
      tell: {
        type: 'failed',
        ...at,
        failure: { summary: `${step.title} did not come true in time. ${evidence.summary}`, fix: evidence.advice },
        evidence: [evidence],
      },
    }
  }
  live.stall = evidence.outcome === 'error' ? evidence.summary : undefined
  live.progress = { done: 0, unit: 'looks', note: evidence.summary }
  world.onProgress(run.id)
  return { againMs: step.everyMs }
}
