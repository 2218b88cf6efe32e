import type { Report } from './command.ts'
import type { EventBody } from './event.ts'
import type { PlanChange } from './plan-change.ts'
import { holdForChange, isWatched } from './plan-hold.ts'
import type { Run } from './run.ts'

type Found = Extract<Report, { type: 'plan-changed' | 'plan-follows' }>

/** What Drover found of the file changes a run that still goes forward; one on its way back keeps to its own plan. */
export function decidePlan(run: Run, found: Found): readonly EventBody[] {
  if (run.rollingBack || run.aborting) return []
  if (found.type === 'plan-follows') return run.planChange ? [{ type: 'plan-follows' }] : []
  const { digest, says } = found
  const change = digest === undefined ? { says } : { digest, says }
  const isKnown = run.planChange !== undefined && isSameChange(run.planChange, change)
  return [
    ...(isKnown ? [] : [{ type: 'plan-changed' as const, ...change }]),
    ...(isWatched(run) ? [] : holdForChange(run, change)),
  ]
}

export function isSameChange(one: PlanChange, other: PlanChange): boolean {
  return one.digest === other.digest && one.says.join('\n') === other.says.join('\n')
}

const ENDS: readonly Report['type'][] = ['succeeded', 'unneeded', 'failed', 'lost']

/** The job that was watched to its end is over: the run rests before its next act. */
export function heldAtTheEnd(run: Run, report: Report): readonly EventBody[] {
  return run.planChange && ENDS.includes(report.type) ? holdForChange(run, run.planChange) : []
}
