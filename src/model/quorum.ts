import type { Plan } from './plan.ts'
import { gateOf, type Step } from './step.ts'

/**
 * Can distinct people fill every place of a gate? One person counts once, and the starter not at all. Gives one
 * sentence for a gate that can never be passed, else undefined.
 */
export function quorumProblem(
  step: Step,
  members: ReadonlyMap<string, readonly string[]>,
  starter: string,
): string | undefined {
  const places = Object.entries(gateOf(step)?.approvals ?? {}).flatMap(([role, count]) =>
    Array.from({ length: count }, () => role),
  )
  const filled = new Map<string, string>()
  const stuck = places.find((_role, place) => !seat(String(place), places, members, starter, filled, new Set()))
  if (stuck === undefined) return undefined
  const free = (members.get(stuck) ?? []).filter((id) => id !== starter)
  const have =
    free.length === 0
      ? 'nobody but the starter holds it'
      : `the same people are needed for other roles too (${free.map((id) => `<@${id}>`).join(', ')})`
  return `${step.id} needs ${describe(gateOf(step)?.approvals ?? {})}, each a different person; for ${stuck} ${have}.`
}

/** The most approvals that any gate of a plan asks of each role. */
export function neededRoles({ steps }: Pick<Plan, 'steps'>): Readonly<Record<string, number>> {
  const needed: Record<string, number> = {}
  for (const step of steps)
    for (const [role, count] of Object.entries(gateOf(step)?.approvals ?? {}))
      needed[role] = Math.max(count, needed[role] ?? 0)
  return needed
}

/** Gives a place to somebody, moving others on where they can sit elsewhere (augmenting path of a bipartite matching). */
function seat(
  place: string,
  places: readonly string[],
  members: ReadonlyMap<string, readonly string[]>,
  starter: string,
  filled: Map<string, string>,
  tried: Set<string>,
): boolean {
  const role = places[Number(place)] ?? ''
  for (const person of members.get(role) ?? []) {
    if (person === starter || tried.has(person)) continue
    tried.add(person)
    const sitting = [...filled].find(([, who]) => who === person)?.[0]
    if (sitting === undefined || seat(sitting, places, members, starter, filled, tried)) {
      filled.set(place, person)
      return true
    }
  }
  return false
}

/** `1 dba and 2 data-owner`. */
export function describe(approvals: Readonly<Record<string, number>>): string {
  return Object.entries(approvals)
    .map(([role, count]) => `${count} ${role}`)
    .join(' and ')
}
