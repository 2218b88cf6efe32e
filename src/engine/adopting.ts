import type { PersonCommand } from '../model/command.ts'
import { quorumProblem } from '../model/quorum.ts'
import type { Run } from '../model/run.ts'
import { gateOf } from '../model/step.ts'
import type { People } from '../model/subcommand.ts'
import type { World } from './world.ts'

type Adopt = Extract<PersonCommand, { type: 'adopt' }>

/** The command with the plan that the file gives now, and what would keep it from running here: gates that nobody could pass, too. */
export async function withToday({ today: look }: World, run: Run, command: Adopt, people: People): Promise<Adopt> {
  const today = look?.(run.plan)
  if (!today?.plan) return { ...command, today }
  const left = today.plan.steps.slice(run.at).filter((step) => gateOf(step))
  const roles = [...new Set(left.flatMap((step) => Object.keys(gateOf(step)?.approvals ?? {})))]
  const adopters = [command.by.id, ...(run.adoptAsked ? [run.adoptAsked.by] : [])]
  const members = new Map(
    await Promise.all(
      roles.map(async (role): Promise<[string, readonly string[]]> => {
        const all = await people.membersOf(role)
        return [role, all.filter((person) => !adopters.includes(person))]
      }),
    ),
  )
  const stuck = left.flatMap((step) => quorumProblem(step, members, run.startedBy) ?? [])
  return { ...command, today: { plan: today.plan, unfit: [...today.unfit, ...stuck] } }
}
