import type { Report } from '../model/command.ts'
import type { Owed } from '../model/owed.ts'
import { actsOf } from '../model/plan.ts'
import { liveStep, progressOf, type Run } from '../model/run.ts'
import { setOff } from '../model/set-off.ts'
import { isPaused } from '../model/status.ts'
import { type ActionAct, gateOf, type JobAct, type Step } from '../model/step.ts'
import type { Actions } from './actions.ts'
import { waitToBegin } from './begin.ts'
import { diskTrouble, restingDisks, withDisks } from './disks-of-act.ts'
import { measure } from './measure.ts'
import { untilOpen } from './opening.ts'
import type { Outcome } from './outcome.ts'
import { performAction } from './perform-action.ts'
import { performCheck, performSoak } from './perform-check.ts'
import { performJob } from './perform-job.ts'
import { performHalt, performStop } from './perform-stop.ts'
import { performUndo } from './perform-undo.ts'
import { backgroundJob, scopeOf } from './scope.ts'
import { settle } from './settle.ts'
import { wantsCode } from './step-up.ts'
import type { Live, World } from './world.ts'

/**
 * The one place that touches the world. Short, idempotent, safe to run twice: it looks at what is owed, does the next
 * bit of it, and says what to tell the run or when to look again. Undefined when only people can go on.
 */
export async function ensure(
  world: World,
  run: Run,
  owed: Owed,
  live: Live,
  actions: Actions,
): Promise<Outcome | undefined> {
  const rests = owed.do === 'ask' && isPaused(run)
  if (owed.do !== 'act' && !rests) live.disks = undefined
  switch (owed.do) {
    case 'ask':
      return rests ? whileResting(world, run, live) : owed.clock && voteClock(world, owed.clock)
    case 'measure':
      return (owed.confirming && untilOpen(world, run, owed.step.id, owed.attempt)) || measureGate(world, run, owed)
    case 'begin':
      return waitToBegin(world, run, owed)
    case 'wake':
      return wake(world, owed.step.id, owed.attempt, owed.dueAt)
    case 'undo':
      return performUndo(world, run, owed.step, owed.attempt, live)
    case 'halt':
      return performHalt(world, run, owed.step, owed.attempt, actions)
    case 'stop':
      return performStop(world, run, actions)
    case 'act':
      return act(world, run, owed.step, owed.attempt, live, actions)
  }
}

function whileResting(world: World, run: Run, live: Live): Outcome | undefined {
  const step = liveStep(run)
  return step && restingDisks(world, run, step, progressOf(run, step.id).attempt, live)
}

async function act(
  world: World,
  run: Run,
  step: Step,
  attempt: number,
  live: Live,
  actions: Actions,
): Promise<Outcome | undefined> {
  const trouble = diskTrouble(world, run, step, attempt, live)
  if (trouble) return trouble
  switch (step.kind) {
    case 'check':
      // Its question may not be there any more, or be another one by now.
      if (run.hold && run.planChange) return { tell: { type: 'paused', step: step.id, attempt } }
      return performCheck(world, run, step, attempt)
    case 'soak':
      return performSoak(world, run, step, attempt, live)
    case 'remote':
    case 'destructive':
      return withDisks(await change(world, run, step, attempt, live, actions), live)
    case 'gate':
    case 'manual':
    case 'wait':
      throw new Error(`a ${step.kind} step is never owed an act`)
  }
}

async function change(
  world: World,
  run: Run,
  step: Step & { kind: 'remote' | 'destructive' },
  attempt: number,
  live: Live,
  actions: Actions,
): Promise<Outcome> {
  const { act } = step
  if (act.do === 'job') return performJob(world, run, withAct(step, act), attempt, live)
  if (act.do === 'action') return performAction(world, run, withAct(step, act), attempt, live, actions)
  if (run.hold) return { tell: { type: 'paused', step: step.id, attempt } }
  const wait = untilOpen(world, run, step.id, attempt)
  if (wait) return wait
  await world.tools.hosts.stop(act.on, backgroundJob(run, act.jobOf))
  return settle(world, run, step, attempt, {})
}

function withAct<Changing extends Step & { kind: 'remote' | 'destructive' }, Act extends JobAct | ActionAct>(
  step: Changing,
  act: Act,
): Changing & { readonly act: Act } {
  return { ...step, act }
}

async function measureGate(
  world: World,
  run: Run,
  { step, attempt, revision, confirming }: Owed & { do: 'measure' },
): Promise<Outcome> {
  const scope = scopeOf(run, step.id, attempt)
  const evidence = await Promise.all(
    (gateOf(step)?.shows ?? []).map((call) => measure(world, run, call, scope, Number.POSITIVE_INFINITY)),
  )
  const hostKeys = await keysOf(world, step.kind === 'gate' ? setOff(run) : [step])
  const lost = confirming ? await lostRoles(world, run) : []
  const stepUp = wantsCode(world, run.plan, step)
  return { tell: { type: 'measured', step: step.id, attempt, revision, confirming, evidence, hostKeys, stepUp, lost } }
}

/** Decisions of people who have lost their role since. Whoever cannot be looked up keeps the act waiting. */
async function lostRoles({ holds }: World, { gate }: Run) {
  const decisions = gate?.decisions ?? []
  const held = await Promise.all(decisions.map(({ person, role }) => holds?.(person, role) ?? true))
  return decisions.flatMap(({ person, role }, index) => (held[index] ? [] : [{ person, role }]))
}

/** The keys of the hosts where the approval will act. */
async function keysOf(world: World, steps: readonly Step[]): Promise<Readonly<Record<string, string>>> {
  const hosts = [...new Set(steps.flatMap(actsOf).map(({ on }) => on))]
  const keys = await Promise.all(
    hosts.map(async (host): Promise<[string, string | undefined]> => [host, await world.tools.hosts.hostKey(host)]),
  )
  return Object.fromEntries(keys.flatMap(([host, key]) => (key === undefined ? [] : [[host, key]])))
}

type VoteClock = NonNullable<Extract<Owed, { do: 'ask' }>['clock']>

function voteClock(world: World, { step, attempt, revision, dueAt }: VoteClock): Outcome {
  return atInstant(world, dueAt, { type: 'vote-clock', step, attempt, revision })
}

function wake(world: World, step: string, attempt: number, dueAt: string): Outcome {
  return atInstant(world, dueAt, { type: 'woke', step, attempt })
}

const LONGEST_SLEEP_MS = 3_600_000

function atInstant(world: World, dueAt: string, tell: Report): Outcome {
  const leftMs = Date.parse(dueAt) - world.tools.now().getTime()
  return leftMs <= 0 ? { tell } : { againMs: Math.min(leftMs, LONGEST_SLEEP_MS) }
}
