import type { Policies } from './policy.ts'
import { type Closed, type Closure, closedAt } from './policy-clock.ts'
import type { Run } from './run.ts'
import { gateOf } from './step.ts'

/** Somebody let a run go on outside a window or in a freeze. Stays in the record. */
export interface Override {
  readonly by: string
  readonly at: string
  /** The step that the run was at. */
  readonly step: string
  readonly reason: string
  /** What was lifted: that, and nothing that closes later. */
  readonly closures: readonly Closure[]
}

/** Why a run begins nothing new at an instant, with what people lifted for it taken into account. */
export function closedFor(run: Run, policies: Policies, at: string): Closed | undefined {
  return closedAt(policies, at, liftedFor(run))
}

/** What is lifted for the live step: an override holds from the step it was given at until people are asked again. */
export function liftedFor(run: Run): readonly Closure[] {
  return (run.overrides ?? []).filter(({ step }) => reaches(run, step)).flatMap(({ closures }) => closures)
}

function reaches({ plan, at }: Run, step: string): boolean {
  const from = plan.steps.findIndex(({ id }) => id === step)
  return from <= at && !plan.steps.slice(from + 1, at + 1).some((one) => gateOf(one) !== undefined)
}
