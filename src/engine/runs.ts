import type { Plan } from '../model/plan.ts'
import { quorumProblem } from '../model/quorum.ts'
import { hasEnded, type Person, type Run } from '../model/run.ts'
import { gateOf } from '../model/step.ts'
import type { People, Runs } from '../model/subcommand.ts'
import { closest } from '../model/suggestion.ts'
import { refuse } from '../model/user-error.ts'
import type { Engine } from './engine.ts'
import { etaOf } from './eta.ts'
import { notedLog } from './job.ts'
import { newRunId } from './run-id.ts'
import { backgroundJob } from './scope.ts'
import type { World } from './world.ts'

/** Runs, as people steer them: everything a command, a button or the terminal may do goes through here. */
export function createRuns(world: World, engine: Engine, people: People): Runs {
  const { journal } = world
  return {
    journal,
    start: async (plan, by, channel) => {
      await refuseImpossible(plan, by, people)
      return (await journal.send(newRunId(), { type: 'start', plan, by, channel })).run
    },
    send: async (runId, command) => {
      const { run } = await journal.send(runId, command)
      engine.wake(runId)
      return run
    },
    find: (id, channel) => (id === undefined ? onlyOne(world, channel) : byId(world, id)),
    progressOf: (runId) => engine.live(runId).progress,
    stallOf: (runId) => engine.live(runId).stall,
    disksOf: (runId) => engine.live(runId).disks?.lines() ?? [],
    eta: async (run) =>
      etaOf(run, await journal.timings(run.plan.migration), engine.live(run.id).progress, world.tools.now()),
    logOf: (run, step) => notedLog(world, run, backgroundJob(run, step)),
  }
}

/** A gate that nobody could ever pass is said before anything starts. */
async function refuseImpossible(plan: Plan, by: Person, people: People): Promise<void> {
  const roles = [...new Set(plan.steps.flatMap((step) => Object.keys(gateOf(step)?.approvals ?? {})))]
  const members = new Map(
    await Promise.all(
      roles.map(async (role): Promise<[string, readonly string[]]> => [role, await people.membersOf(role)]),
    ),
  )
  const problem = plan.steps
    .map((step) => quorumProblem(step, members, by.id))
    .find((sentence) => sentence !== undefined)
  if (problem)
    refuse(
      'quorum-impossible',
      `${problem} Nothing was started. Add people under roles in drover.yml, or let somebody else start it.`,
    )
}

async function byId(world: World, id: string): Promise<Run> {
  const run = await world.journal.get(id)
  if (run) return run
  const near = closest(
    id,
    (await world.journal.list({ limit: 200 })).map((one) => one.id),
  )
  return refuse(
    'no-such-run',
    `There is no run ${id}.${near ? ` Did you mean ${near}?` : ''} /migrate status lists the runs of this channel.`,
  )
}

async function onlyOne(world: World, channel: string): Promise<Run> {
  const runs = await world.journal.list({ channel, limit: 50 })
  const active = runs.filter((run) => !hasEnded(run))
  const [first] = active.length > 0 ? active : runs
  if (!first) refuse('no-run-here', 'No run was ever started in this channel. /migrate list shows what can be started.')
  if (active.length > 1)
    refuse(
      'which-run',
      `${active.length} runs are active here: ${active.map(({ id, plan }) => `${id} (${plan.migration})`).join(', ')}. Name one, such as /migrate status ${first.id}.`,
    )
  return first
}
