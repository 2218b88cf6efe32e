import { adopted, followsAgain, followsNoMore } from './adoption.ts'
import { withDissent } from './dissent.ts'
import type { RunEvent } from './event.ts'
import {
  dropStep,
  endStep,
  firstActed,
  goOn,
  indexOf,
  keptBy,
  launch,
  openedBy,
  resolveStep,
  skipped,
  startStep,
  touch,
} from './evolve-step.ts'
import { handoverOf } from './handover.ts'
import type { Override } from './override.ts'
import { quietAfter } from './quiet.ts'
import { type Decision, type Gate, type Hold, progressOf, type Run } from './run.ts'
import { nextLook, type Preflight, type Schedule } from './schedule.ts'
import { statusOf } from './status.ts'
import { checkMove } from './transitions.ts'
import { watchersOf } from './watching.ts'

/** The run after one more event. Throws when the event is one this program does not know. */
export function evolve(run: Run | undefined, event: RunEvent): Run {
  if (event.type === 'started') return begin(event)
  if (!run) throw new Error(`a history begins with started, not ${event.type}`)
  const next = { ...run, ...change(run, event), seq: event.seq }
  const status = statusOf(next)
  checkMove(run.status, status)
  return { ...next, status }
}

function begin(event: RunEvent & { type: 'started' }): Run {
  return {
    id: '',
    seq: event.seq,
    plan: event.plan,
    channel: event.channel,
    startedBy: event.actor,
    driver: event.actor,
    startedAt: event.at,
    status: event.startsAt === undefined ? 'running' : 'scheduled',
    ...(event.startsAt !== undefined && { schedule: { startsAt: event.startsAt } }),
    at: 0,
    phase: 'acting',
    revision: 0,
    steps: {},
    outputs: {},
    rollingBack: false,
  }
}

function change(run: Run, event: RunEvent): Partial<Run> {
  switch (event.type) {
    case 'started':
      throw new Error('a history has one start')
    case 'step-started':
      return startStep(run, event)
    case 'job-started':
      return launch(run, event)
    case 'gate-opened':
      return { gate: openGate(event), revision: event.revision, phase: 'asking' }
    case 'gate-refreshed':
      return { phase: 'asking', gate: run.gate && { ...run.gate, evidence: event.evidence } }
    case 'refresh-asked':
      return { phase: 'measuring' }
    case 'decided':
      return { gate: withDecisions(run.gate, (all) => [...all, event.decision]) }
    case 'withdrawn':
      return {
        phase: 'asking',
        gate: withDecisions(run.gate && { ...run.gate, approvedAt: undefined }, (all) =>
          all.filter(({ person }) => person !== event.person),
        ),
      }
    case 'gate-approved':
      return { phase: 'confirming', gate: run.gate && { ...run.gate, approvedAt: event.at } }
    case 'gate-reminded':
      return { gate: run.gate && { ...run.gate, reminded: event.mark } }
    case 'gate-denied':
      return { ...fallToHold(run, event), ...withDissent(run, event) }
    case 'gate-lapsed':
      return fallToHold(run, event)
    case 'gate-fallen':
      return { gate: undefined, phase: 'measuring' }
    case 'gate-passed':
      return {
        phase: 'acting',
        gate: undefined,
        ...touch(run, event.step, {
          actedAt: event.at,
          kept: undefined,
          ...firstActed(run, event.step, progressOf(run, event.step).attempt, event.at),
          evidence: event.evidence,
        }),
      }
    case 'step-succeeded':
      return {
        ...endStep(run, event, 'succeeded', { evidence: event.evidence, note: event.note }),
        outputs: { ...run.outputs, [event.step]: event.outputs },
        at: run.at + 1,
      }
    case 'step-failed':
      return { ...endStep(run, event, 'failed', { failure: event.failure, evidence: event.evidence }), gate: undefined }
    case 'step-uncertain':
      return endStep(run, event, 'uncertain', { failure: event.failure })
    case 'step-resolved':
      return resolveStep(run, event)
    case 'step-skipped':
      return { ...endStep(run, event, 'skipped', skipped(run, event)), gate: undefined, at: run.at + 1 }
    case 'hold-asked':
      return { hold: holdOf(event), ...withDissent(run, event) }
    case 'act-paused':
      return touch(run, event.step, { paused: { at: event.at, progress: event.progress } })
    case 'act-kept':
      return touch(run, event.step, keptBy(run, event))
    case 'act-opened':
      return touch(run, event.step, openedBy(run, event))
    case 'overridden':
      return { overrides: [...(run.overrides ?? []), overrideOf(event)] }
    case 'act-quiet':
    case 'act-moved':
      return { quiet: quietAfter(event) }
    case 'act-stopped':
      return touch(run, event.step, { paused: undefined })
    case 'released':
      return { hold: undefined, ...goOn(run, event.at) }
    case 'rollback-asked':
      return { rollingBack: true, gate: undefined, hold: undefined, aborting: undefined, ...BY_ITS_OWN_PLAN }
    case 'undo-started':
      return {
        undoing: { step: event.step, attempt: event.attempt, state: 'live', startedAt: event.at },
        at: indexOf(run, event.step),
      }
    case 'undo-failed':
      return {
        undoing: {
          step: event.step,
          attempt: event.attempt,
          state: event.uncertain ? 'uncertain' : 'failed',
          failure: event.failure,
        },
      }
    case 'step-undone':
      return { undoing: undefined, ...touch(run, event.step, { state: 'undone', endedAt: event.at, note: event.note }) }
    case 'abort-asked':
      return { aborting: { by: event.actor, reason: event.reason } }
    case 'aborted':
    case 'rolled-back':
      return {
        status: event.type,
        endedAt: event.at,
        gate: undefined,
        hold: undefined,
        undoing: undefined,
        ...BY_ITS_OWN_PLAN,
      }
    case 'finished':
      return { status: 'succeeded', endedAt: event.at, hold: undefined }
    case 'begun':
      return { startedAt: event.at, schedule: run.schedule && { ...run.schedule, begunAt: event.at } }
    case 'preflighted':
      return { schedule: run.schedule && { ...run.schedule, preflight: preflightOf(run.schedule, event) } }
    case 'attendance-said':
      return { schedule: run.schedule && { ...run.schedule, attending: withWord(run.schedule, event) } }
    case 'driver-changed':
      return { driver: event.to, handover: handoverOf(run, event) }
    case 'watched':
      return { watchers: [...watchersOf(run), event.actor] }
    case 'unwatched':
      return { watchers: watchersOf(run).filter((id) => id !== event.actor) }
    case 'plan-changed':
      return followsNoMore(run, event)
    case 'plan-follows':
      return followsAgain(run)
    case 'adopt-asked':
      return { adoptAsked: { by: event.actor, at: event.at, reason: event.reason, digest: event.digest } }
    case 'step-dropped':
      return dropStep(run, event)
    case 'adopted':
      return adopted(run, event)
    case 'refused':
      return {}
    default:
      return refuse(event)
  }
}

/** People stood in the way, or nobody decided: the gate goes, and the run rests. */
function fallToHold(run: Run, event: RunEvent & { type: 'gate-denied' | 'gate-lapsed' }): Partial<Run> {
  return { hold: run.hold ?? holdOf(event), gate: undefined, phase: 'measuring' }
}

function holdOf({ actor: by, reason, at, about }: Holding): Hold {
  return about === undefined ? { by, reason, at } : { by, reason, at, about }
}

interface Holding {
  readonly actor: string
  readonly reason: string
  readonly at: string
  readonly about?: 'plan' | undefined
}

/** What a run goes back by, or ends by, is the plan that it has, whatever the file gives. */
const BY_ITS_OWN_PLAN = { planChange: undefined, adoptAsked: undefined }

function overrideOf({ actor, at, step, reason, closures }: RunEvent & { type: 'overridden' }): Override {
  return { by: actor, at, step, reason, closures }
}

function preflightOf(schedule: Schedule, { at, evidence, people }: RunEvent & { type: 'preflighted' }): Preflight {
  return { at, look: nextLook(schedule), evidence, people }
}

function withWord({ attending }: Schedule, event: RunEvent & { type: 'attendance-said' }): Schedule['attending'] {
  return { ...attending, [event.actor]: { here: event.here, roles: event.roles } }
}

function openGate(event: RunEvent & { type: 'gate-opened' }): Gate {
  const { step, revision, digest, evidence, hostKeys, fellBecause, stepUp } = event
  const gate = { step, revision, digest, evidence, hostKeys, fellBecause, openedAt: event.at, decisions: [] }
  return stepUp === undefined ? gate : { ...gate, stepUp }
}

function withDecisions(
  gate: Gate | undefined,
  edit: (all: readonly Decision[]) => readonly Decision[],
): Gate | undefined {
  return gate && { ...gate, decisions: edit(gate.decisions) }
}

function refuse(event: never): never {
  throw new Error(`this program does not know the event ${JSON.stringify(event)}: a newer Drover wrote it`)
}
