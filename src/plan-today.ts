import { z } from 'zod'
import { type PlanParts, problemsOf } from './make-plan.ts'
import type { Plan } from './model/plan.ts'
import type { Today } from './model/plan-change.ts'
import { planToday } from './model/plan-today.ts'
import type { Log } from './model/ports.ts'
import { UserError } from './model/user-error.ts'

/**
 * What the migration files give for a plan that was made of them before. The files are read when the program begins, so
 * each plan is looked at once. What cannot be told is not a plan.
 */
export function createPlanToday(
  parts: Pick<PlanParts, 'migrations' | 'hostNames' | 'secretNames'>,
  log: Log,
): (pinned: Plan) => Today {
  const known = new WeakMap<Plan, Today>()
  return (pinned) => {
    const today = known.get(pinned) ?? lookUp(pinned, parts, log)
    known.set(pinned, today)
    return today
  }
}

function lookUp(pinned: Plan, parts: Pick<PlanParts, 'migrations' | 'hostNames' | 'secretNames'>, log: Log): Today {
  const { migration: name } = pinned
  const migration = parts.migrations.find((one) => one.name === name)
  if (!migration) return { unknown: `There is no migration ${name} any more.` }
  try {
    const plan = planToday(migration, pinned)
    return { plan, unfit: problemsOf(plan, parts) }
  } catch (error) {
    return { unknown: whyNot(name, error, log) }
  }
}

function whyNot(name: string, error: unknown, log: Log): string {
  if (error instanceof UserError) return error.message
  if (error instanceof z.ZodError) {
    const issues = error.issues.map(({ path, message }) => `${path.map(String).join('.') || name}: ${message}.`)
    return `It does not take the params of this run. ${issues.join(' ')}`
  }
  log.error('a migration file gives no plan for the params of a run', { migration: name, error })
  return `Its steps could not be made for the params of this run; the operator's log says why.`
}
