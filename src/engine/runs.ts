import type { Plan } from '../model/plan.ts'
import { NO_POLICIES } from '../model/policy.ts'
import { quorumProblem } from '../model/quorum.ts'
import { rulesFor } from '../model/rules.ts'
import { hasEnded, type Person, type Run } from '../model/run.ts'
import { gateOf } from '../model/step.ts'
import type { People, Runs } from '../model/subcommand.ts'
import { closest } from '../model/suggestion.ts'
import { refuse } from '../model/user-error.ts'
import { withToday } from './adopting.ts'
import type { Engine } from './engine.ts'
import { estimatesOf } from './estimates.ts'
import { etaOf } from './eta.ts'
import { fitOfRun, refuseLateStart, withFit } from './fit.ts'
import { notedLog } from './job.ts'
import { createRehearsalWords, refuseUnrehearsed } from './rehearsed.ts'
import { newRunId } from './run-id.ts'
import { backgroundJob } from './scope.ts'
import { foreseeProof, withProof } from './step-up.ts'
import type { World } from './world.ts'

/** Runs, as people steer them: everything a command, a button or the terminal may do goes through here. */
export function createRuns(world: World, engine: Engine, people: People): Runs {
  const { journal } = world
  const withRehearsal = createRehearsalWords(world)
  const policiesOf = (plan: Plan) => world.policiesFor?.(plan) ?? NO_POLICIES
  const ruled: Runs['ruled'] = (run, command) => ({
    ...command,
    rules: rulesFor(policiesOf(run.plan), command.type, world.tools.now().toISOString()),
  })
  return {
    journal,
    start: async (plan, by, channel, startsAt, override) => {
      await refuseImpossible(plan, by, people)
      await refuseUnrehearsed(world, plan, startsAt === undefined ? world.tools.now() : new Date(startsAt))
      if (startsAt !== undefined) await refuseLateStart(world, plan, startsAt)
      const rules = rulesFor(policiesOf(plan), 'start', startsAt ?? world.tools.now().toISOString())
      return (await journal.send(newRunId(), { type: 'start', plan, by, channel, startsAt, override, rules })).run
    },
    send: async (runId, command, code) => {
      const before = await journal.get(runId)
      const asked = before ? ruled(before, command) : command
      const timed = before && asked.type === 'approve' ? await withFit(world, before, asked) : asked
      const proven = before && timed.type === 'approve' ? withProof(world, before, timed, code) : timed
      const sure = before && proven.type === 'adopt' ? await withToday(world, before, proven, people) : proven
      const { run } = await journal.send(runId, sure)
      engine.wake(runId)
      return run
    },
    ruled,
    policiesOf,
    planToday: (run) => world.today?.(run.plan).plan,
    foreseeProof: (run, person) => foreseeProof(world, run, person),
    find: (id, channel) => (id === undefined ? onlyOne(world, channel) : byId(world, id)),
    progressOf: (runId) => engine.live(runId).progress,
    stallOf: (runId) => engine.live(runId).stall,
    disksOf: (runId) => engine.live(runId).disks?.lines() ?? [],
    eta: async (run) => {
      const timings = await journal.timings(run.plan.migration)
      const eta = etaOf(run, timings, engine.live(run.id).progress, world.tools.now())
      const fit = hasEnded(run) ? undefined : await fitOfRun(world, run)
      return withRehearsal({ ...eta, estimates: estimatesOf(run.plan, timings), ...(fit && { fit }) }, run.plan)
    },
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
