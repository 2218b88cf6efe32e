import { canonical } from './json.ts'
import type { Migration } from './migration.ts'
import type { Plan } from './plan.ts'
import { UserError } from './user-error.ts'

/**
 * The command that makes the same plan again: `/migrate rehearse couch2pg-move source=old-pg target=new-pg …`. Params that
 * have their default are left out; where params do not read back as they were typed, a `…` stands for all of them.
 */
export function typedLine(subcommand: string, plan: Plan, migration: Migration | undefined): string {
  const words = migration === undefined ? undefined : wordsOf(plan, migration)
  return ['/migrate', subcommand, plan.migration, ...(words ?? ['…'])].join(' ')
}

function wordsOf({ params }: Plan, migration: Migration): readonly string[] | undefined {
  if (typeof params !== 'object' || params === null) return undefined
  const all = Object.entries(params).flatMap(([name, value]) =>
    value === undefined || value === null || typeof value === 'object' ? [] : [[name, String(value)] as const],
  )
  const makesTheSame = (some: typeof all) =>
    canonical(parsed(migration, Object.fromEntries(some))) === canonical(params)
  if (!makesTheSame(all)) return undefined
  let kept = all
  for (const one of all) {
    const without = kept.filter((other) => other !== one)
    if (makesTheSame(without)) kept = without
  }
  return kept.map(([name, value]) => `${name}=${typedWord(value)}`)
}

/** A value as one typed word, with quotes around it where the reader of lines would take it apart. */
function typedWord(value: string): string {
  return /[\s"'“”„‘’‚\\]/.test(value) ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : value
}

function parsed(migration: Migration, typed: Readonly<Record<string, string>>): unknown {
  try {
    return migration.parse(typed)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
