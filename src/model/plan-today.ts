import type { Json } from './json.ts'
import type { Migration } from './migration.ts'
import { type Plan, planOf } from './plan.ts'
import { isRehearsal, rehearsalPlan } from './rehearsal.ts'

/**
 * The plan that a migration gives now for the params of a plan that it gave before. Nothing is measured or chosen anew:
 * what was left to Drover is in the params as it was chosen then. Throws what the migration throws for these params.
 */
export function planToday(migration: Migration, pinned: Plan): Plan {
  const { because, forecast } = pinned
  const advice = { because: because ?? [], forecast }
  const kept = because === undefined && forecast === undefined ? undefined : advice
  if (!isRehearsal(pinned)) return planOf(migration, pinned.params, kept)
  const names = migration.rehearsal?.scratchNames ?? []
  const all = paramsOf(pinned.params)
  const production = Object.fromEntries(all.filter(([name]) => !names.includes(name)))
  const scratch = all.filter(([name]) => names.includes(name))
  const typed = scratch.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]))
  return rehearsalPlan(migration, planOf(migration, production, kept), Object.fromEntries(typed))
}

function paramsOf(params: Json): readonly [string, Json | undefined][] {
  return typeof params === 'object' && params !== null && !Array.isArray(params) ? Object.entries(params) : []
}
