import type { Evidence } from '../model/check.ts'
import type { Report } from '../model/command.ts'
import { isOver } from '../model/gate-clock.ts'
import { hostsOf, leadingChecks } from '../model/plan.ts'
import type { Outputs } from '../model/ports.ts'
import { neededRoles, quorumProblem } from '../model/quorum.ts'
import type { Run } from '../model/run.ts'
import { lastLookAt, nextLook } from '../model/schedule.ts'
import { UserError } from '../model/user-error.ts'
import { couldNotTell, measure } from './measure.ts'
import { scopeOf } from './scope.ts'
import type { World } from './world.ts'

type Preflighted = Extract<Report, { type: 'preflighted' }>

/** Looks at what a scheduled run will need, as it will look itself, and changes nothing. Never throws. */
export async function preflight(world: World, run: Run): Promise<Preflighted> {
  const reached = await Promise.all(hostsOf(run.plan).map((host) => reach(world, host)))
  const evidence = [...reached, ...(await firstChecks(world, run))]
  return {
    type: 'preflighted',
    look: run.schedule ? nextLook(run.schedule) : 1,
    evidence,
    people: await missingPeople(world, run),
  }
}

/** Is the host there, and the one whose key is pinned? */
async function reach(world: World, host: string): Promise<Evidence> {
  const stamp = { check: 'reach', title: `Reach ${host}`, measuredAt: world.tools.now().toISOString() }
  try {
    await world.tools.hosts.ask(host, 'true')
    return { ...stamp, outcome: 'pass', summary: `${host} answers.`, values: {} }
  } catch (error) {
    return { ...couldNotTell(world, error), ...stamp }
  }
}

/** In order, each with what the earlier ones found. */
async function firstChecks(world: World, run: Run): Promise<readonly Evidence[]> {
  const found: Evidence[] = []
  const outputs: Record<string, Outputs> = {}
  for (const { id, check } of leadingChecks(run.plan)) {
    const evidence = await measure(world, { ...run, outputs }, check, scopeOf(run, id, 1))
    outputs[id] = evidence.outputs ?? {}
    found.push(evidence)
  }
  return found
}

async function missingPeople(world: World, run: Run): Promise<readonly string[]> {
  const { heldBy } = world
  if (!heldBy) return []
  const roles = Object.keys(neededRoles(run.plan))
  const found = await Promise.all(roles.map((role) => membersOf(heldBy, role)))
  const unknown = found.flatMap((one) => (typeof one === 'string' ? [one] : []))
  if (unknown.length > 0) return [...unknown, ...silentRoles(world, run)]
  const members = new Map(roles.map((role, index) => [role, listOf(found[index])]))
  const stuck = run.plan.steps.flatMap((step) => quorumProblem(step, members, run.startedBy) ?? [])
  return [...stuck, ...silentRoles(world, run)]
}

/** Who holds a role, or a sentence saying that nobody can tell. */
async function membersOf(heldBy: NonNullable<World['heldBy']>, role: string): Promise<readonly string[] | string> {
  try {
    return await heldBy(role)
  } catch (error) {
    if (error instanceof UserError) return `It could not be told who holds ${role}: ${error.message}`
    throw error
  }
}

function listOf(found: readonly string[] | string | undefined): readonly string[] {
  return typeof found === 'object' ? found : []
}

/** Shortly before the start: roles for which too few people have said that they can be there. */
function silentRoles({ tools }: World, { id, plan, schedule }: Run): readonly string[] {
  if (!schedule || !isOver(lastLookAt(schedule), tools.now().toISOString())) return []
  const here = Object.values(schedule.attending ?? {}).filter((one) => one.here)
  return Object.entries(neededRoles(plan)).flatMap(([role, needed]) => {
    const said = here.filter(({ roles }) => roles.includes(role)).length
    return said < needed
      ? [`${said} of ${needed} ${role} said that they can be there: /migrate who ${id} here=yes.`]
      : []
  })
}
