import { neededRoles } from '../../model/quorum.ts'
import { hasEnded, liveStep, type Run } from '../../model/run.ts'
import { hasBegun } from '../../model/schedule.ts'
import { gateOf } from '../../model/step.ts'
import type { Eta, People, Runs } from '../../model/subcommand.ts'

/** What a card shows beside the run itself, and what takes a while to find out. */
export interface Background {
  readonly eta: Eta
  readonly members: Readonly<Record<string, readonly string[]>>
}

/** Shown until the first look-up is through. */
export const NOTHING_KNOWN: Background = { eta: { basis: 'not known yet' }, members: {} }

/** Looks up when the run may be done and who holds the roles it waits for. */
export async function lookUp(run: Run, runs: Runs, people: People): Promise<Background> {
  const roles = hasEnded(run) ? [] : rolesOf(run)
  const [eta, ...members] = await Promise.all([runs.eta(run), ...roles.map((role) => people.membersOf(role))])
  return { eta, members: Object.fromEntries(roles.map((role, index) => [role, members[index] ?? []])) }
}

function rolesOf(run: Run): readonly string[] {
  const step = liveStep(run)
  if (!step) return []
  if (!hasBegun(run)) return Object.keys(neededRoles(run.plan))
  return step.kind === 'manual' ? step.roles : Object.keys(gateOf(step)?.approvals ?? {})
}
