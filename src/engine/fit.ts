import type { Click } from '../model/command.ts'
import { type Fit, lastSafeStart, tooLate } from '../model/last-safe.ts'
import { guardsNoReturn } from '../model/no-return.ts'
import type { Plan } from '../model/plan.ts'
import { closedAt, closesAt } from '../model/policy-clock.ts'
import { liveStep, type Run } from '../model/run.ts'
import { hasBegun } from '../model/schedule.ts'
import { refuse } from '../model/user-error.ts'
import { estimatesOf } from './estimates.ts'
import type { World } from './world.ts'

/** Whether the steps of a plan from one on end before the window closes that is open at an instant. Undefined where none closes. */
export async function fitOf(world: World, plan: Plan, at: string, from = 0): Promise<Fit | undefined> {
  const rules = world.policiesFor?.(plan)
  if (!rules || closedAt(rules, at)) return undefined
  const closes = closesAt(rules, at)
  if (closes === undefined) return undefined
  const estimates = estimatesOf(plan, await world.journal.timings(plan.migration))
  return { ...lastSafeStart(plan, estimates, closes, from), override: rules.override }
}

/** The fit of a run as it is now; of a scheduled one, at its instant. */
export function fitOfRun(world: World, run: Run): Promise<Fit | undefined> {
  const startsAt = hasBegun(run) ? undefined : run.schedule?.startsAt
  return fitOf(world, run.plan, startsAt ?? world.tools.now().toISOString(), run.at)
}

/** Throws a UserError when a plan that begins at an instant could not end in time. What nobody can know refuses nothing. */
export async function refuseLateStart(world: World, plan: Plan, startsAt: string): Promise<void> {
  const fit = await fitOf(world, plan, startsAt)
  const late = fit && tooLate(fit, startsAt)
  if (late) refuse('past-last-safe', `${late} Nothing was scheduled.`)
}

/** An approve of the last gate before the point of no return, with what is known of the time that is left. */
export async function withFit<Approve extends Click>(world: World, run: Run, approve: Approve): Promise<Approve> {
  const step = liveStep(run)
  if (!step || !guardsNoReturn(run, step)) return approve
  return { ...approve, fit: await fitOfRun(world, run) }
}
