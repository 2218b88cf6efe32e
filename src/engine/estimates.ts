import type { Timing } from '../model/journal.ts'
import type { Estimates } from '../model/no-return.ts'
import type { Plan } from '../model/plan.ts'
import { undoTiming } from '../model/undo-timing.ts'
import { medianMs, usualOf } from './usual.ts'

/** What is known of how long each step of a plan takes, and its undo: from earlier runs, or as the planner reckoned. */
export function estimatesOf(plan: Plan, timings: readonly Timing[]): Estimates {
  return {
    actMs: known(plan, (step) => usualOf(plan, step, timings)?.likelyMs),
    undoMs: known(plan, ({ id }) => medianMs(undoTiming(id), timings)),
  }
}

function known(
  { steps }: Plan,
  msOf: (step: Plan['steps'][number]) => number | undefined,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    steps.flatMap((step) => {
      const ms = msOf(step)
      return ms === undefined ? [] : [[step.id, ms] as const]
    }),
  )
}
