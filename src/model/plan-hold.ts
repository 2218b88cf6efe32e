import type { EventBody } from './event.ts'
import type { PlanChange } from './plan-change.ts'
import { liveStep, progressOf, type Run } from './run.ts'
import { bare, refuse } from './user-error.ts'

const SAID_MOST = 5

/** What Drover found of a run whose file changed: it goes on only after the old file is back, or by an adoption. */
export interface FoundChange extends PlanChange {
  readonly at: string
}

/** Why Drover holds a run whose file changed; what to do about it is said beside it. */
export function changeWords({ digest, says }: PlanChange): string {
  const more = says.length > SAID_MOST ? ` And ${says.length - SAID_MOST} more.` : ''
  const list = `${says.slice(0, SAID_MOST).join(' ')}${more}`
  return digest === undefined
    ? `The migration file gives no plan for this run any more. ${list}`
    : `The migration file gives another plan than the one of this run. ${list}`
}

/** The ways on. */
export function waysOn({ id, plan }: Pick<Run, 'id' | 'plan'>, { digest }: PlanChange): string {
  const back = `Put the old file back, restart Drover, then /migrate release ${id}`
  const isAdoptable = digest !== undefined && plan.roles.length > 0
  const also = isAdoptable ? `; or move the run to the new plan: /migrate adopt ${id} reason="…"` : ''
  return `${back}${also}. Rollback and abort keep to the plan of the run.`
}

/** What is not done while the plan does not follow from the file, and what did not happen then. */
const KEPT_BACK = {
  release: 'Nothing was released.',
  retry: 'Nothing was tried again.',
  skip: 'Nothing was skipped.',
  approve: 'Nothing was approved.',
  refresh: 'Nothing was measured.',
}

/** Throws a UserError when a command would let a run go on by a plan that its file does not give. */
export function refuseWhileChanged(run: Run, type: string): void {
  if (!run.planChange || run.rollingBack) return
  const nothing = Object.entries(KEPT_BACK).find(([kept]) => kept === type)?.[1]
  if (nothing === undefined) return
  refuse('plan-changed', `${bare(changeWords(run.planChange))}. ${nothing} ${waysOn(run, run.planChange)}`)
}

/**
 * A job of the live step that the host has is watched to its end, whatever the file says by then: it is the next act that
 * does not follow.
 */
export function isWatched(run: Run): boolean {
  const step = liveStep(run)
  if (!step || run.rollingBack || run.phase !== 'acting' || !('act' in step) || step.act.do !== 'job') return false
  const { state, launchedAt, paused } = progressOf(run, step.id)
  return state === 'live' && launchedAt !== undefined && paused === undefined
}

/** Drover holds a run whose file changed, unless somebody holds it anyway. */
export function holdForChange(run: Run, change: PlanChange): readonly EventBody[] {
  if (run.hold) return []
  return [{ type: 'hold-asked', reason: changeWords(change), about: 'plan' }]
}
