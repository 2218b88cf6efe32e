import type { Report } from '../model/command.ts'
import { isSameChange } from '../model/decide-plan.ts'
import { planChange } from '../model/plan-change.ts'
import { isWatched } from '../model/plan-hold.ts'
import type { Run } from '../model/run.ts'
import type { World } from './world.ts'

/**
 * What a run has to be told of the migration's file before it goes on: that it gives another plan, or the same one again.
 * Asked before every look, so that nothing acts by a plan that does not follow from its file. Undefined when all is said.
 */
export function untold({ today }: World, run: Run): Report | undefined {
  if (!today || run.rollingBack || run.aborting) return undefined
  const change = planChange(run.plan, today(run.plan))
  if (!change) return run.planChange && { type: 'plan-follows' }
  const isTold = run.planChange !== undefined && isSameChange(run.planChange, change)
  return isTold && (run.hold || isWatched(run)) ? undefined : { type: 'plan-changed', ...change }
}
