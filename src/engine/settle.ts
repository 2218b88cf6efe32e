import type { Outputs, Progress } from '../model/ports.ts'
import type { Run } from '../model/run.ts'
import type { DestructiveStep, RemoteStep } from '../model/step.ts'
import { measure } from './measure.ts'
import type { Outcome } from './outcome.ts'
import { scopeOf } from './scope.ts'
import type { World } from './world.ts'

type ChangingStep = RemoteStep | DestructiveStep

/** The act ended well: let the step's proof decide whether the step did. */
export async function settle(
  world: World,
  run: Run,
  step: ChangingStep,
  attempt: number,
  outputs: Outputs,
): Promise<Outcome> {
  const at = { step: step.id, attempt }
  const evidence = await proofOf(world, run, step, attempt, outputs)
  const bad = evidence.find(({ outcome }) => outcome !== 'pass' && outcome !== 'warn')
  if (!bad) return { tell: { type: 'succeeded', ...at, outputs, evidence } }
  const summary = `${step.id} ended without an error, but its proof says: ${bad.summary}`
  return { tell: { type: 'failed', ...at, failure: { summary, fix: bad.advice }, evidence } }
}

/** A report that the step is not needed, when its skipIf passes. Only asked before anything started. */
export async function unneeded(
  world: World,
  run: Run,
  step: ChangingStep,
  attempt: number,
): Promise<Outcome | undefined> {
  if (!step.skipIf) return undefined
  const evidence = await measure(world, run, step.skipIf, scopeOf(run, step.id, attempt), Number.POSITIVE_INFINITY)
  return evidence.outcome === 'pass'
    ? { tell: { type: 'unneeded', step: step.id, attempt, reason: evidence.summary } }
    : undefined
}

/** How far an act is, without its note: that says how fast it went, which an act that rests does not. */
export function amountOf({ done, total, unit }: Progress): Progress {
  return { done, total, unit }
}

/** How soon to look again: often at first, at most every 2 seconds. */
export function pollMs(elapsedMs: number): number {
  return Math.min(2000, Math.max(150, elapsedMs / 10))
}

async function proofOf(world: World, run: Run, step: ChangingStep, attempt: number, outputs: Outputs) {
  if (!step.verify) return []
  const withOutputs = { ...run, outputs: { ...run.outputs, [step.id]: outputs } }
  return [await measure(world, withOutputs, step.verify, scopeOf(run, step.id, attempt), Number.POSITIVE_INFINITY)]
}
