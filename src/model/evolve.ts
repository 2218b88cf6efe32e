import { DROVER, type RunEvent } from './event.ts'
import { type Decision, type Gate, type Hold, liveStep, progressOf, type Run, type StepProgress } from './run.ts'
import type { Preflight, Schedule } from './schedule.ts'
import { statusOf } from './status.ts'
import { gateOf } from './step.ts'
import { checkMove } from './transitions.ts'

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
    case 'gate-lapsed':
    case 'gate-denied':
      return { hold: run.hold ?? holdOf(event), gate: undefined, phase: 'measuring' }
    case 'gate-fallen':
      return { gate: undefined, phase: 'measuring' }
    case 'gate-passed':
      return {
        phase: 'acting',
        gate: undefined,
        ...touch(run, event.step, {
          actedAt: event.at,
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
      return { hold: holdOf(event) }
    case 'act-paused':
      return touch(run, event.step, { paused: { at: event.at, progress: event.progress } })
    case 'act-stopped':
      return touch(run, event.step, { paused: undefined })
    case 'released':
      return { hold: undefined, ...goOn(run, event.at) }
    case 'rollback-asked':
      return { rollingBack: true, gate: undefined, hold: undefined }
    case 'undo-started':
      return { undoing: { step: event.step, attempt: event.attempt, state: 'live' }, at: indexOf(run, event.step) }
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
      return { status: event.type, endedAt: event.at, gate: undefined, hold: undefined, undoing: undefined }
    case 'finished':
      return { status: 'succeeded', endedAt: event.at, hold: undefined }
    case 'begun':
      return { startedAt: event.at, schedule: run.schedule && { ...run.schedule, begunAt: event.at } }
    case 'preflighted':
      return { schedule: run.schedule && { ...run.schedule, preflight: preflightOf(event) } }
    case 'attendance-said':
      return { schedule: run.schedule && { ...run.schedule, attending: withWord(run.schedule, event) } }
    case 'refused':
      return {}
    default:
      return refuse(event)
  }
}

function startStep(run: Run, event: { step: string; attempt: number; at: string }): Partial<Run> {
  const index = indexOf(run, event.step)
  const step = run.plan.steps[index]
  const gated = step !== undefined && gateOf(step) !== undefined
  const phase = gated ? 'measuring' : step?.kind === 'manual' ? 'asking' : 'acting'
  const actedAt = phase === 'acting' ? event.at : undefined
  const first = firstActed(run, event.step, event.attempt, actedAt)
  const begun: StepProgress = {
    state: 'live',
    attempt: event.attempt,
    startedAt: event.at,
    actedAt,
    ...first,
    evidence: [],
  }
  return { at: index, phase, gate: undefined, steps: { ...run.steps, [event.step]: begun } }
}

function launch(run: Run, event: { step: string; at: string }): Partial<Run> {
  if (run.undoing) return { undoing: { ...run.undoing, launchedAt: event.at } }
  return touch(run, event.step, { launchedAt: event.at })
}

/** A release lets an act that rests go on, unless it is about to be ended for a rollback. */
function goOn(run: Run, at: string): Partial<Run> {
  const step = liveStep(run)
  const { paused, pausedMs = 0 } = progressOf(run, step?.id ?? '')
  if (!step || !paused || run.rollingBack) return {}
  const restedMs = pausedMs + Math.max(0, Date.parse(at) - Date.parse(paused.at))
  return touch(run, step.id, { paused: undefined, pausedMs: restedMs })
}

function holdOf(event: { actor: string; reason: string; at: string }): Hold {
  return { by: event.actor, reason: event.reason, at: event.at }
}

/** When and as which attempt a step first acted, kept over retries. */
function firstActed(run: Run, step: string, attempt: number, at: string | undefined): Partial<StepProgress> {
  const { firstActedAt, firstActedAttempt } = progressOf(run, step)
  if (firstActedAt !== undefined) return { firstActedAt, firstActedAttempt }
  return at === undefined ? {} : { firstActedAt: at, firstActedAttempt: attempt }
}

/** An attempt that the engine found unneeded never acted, whatever its phase was called; an earlier one may have. */
function skipped(run: Run, event: { step: string; actor: string; reason: string }): Partial<StepProgress> {
  const { attempt, firstActedAttempt } = progressOf(run, event.step)
  const note = event.reason
  return event.actor === DROVER && firstActedAttempt === attempt
    ? { note, firstActedAt: undefined, firstActedAttempt: undefined }
    : { note }
}

function resolveStep(run: Run, event: RunEvent & { type: 'step-resolved' }): Partial<Run> {
  const worked = event.outcome === 'succeeded'
  return { ...endStep(run, event, event.outcome, { note: event.reason }), at: worked ? run.at + 1 : run.at }
}

function endStep(
  run: Run,
  event: RunEvent & { step: string },
  state: StepProgress['state'],
  more: Partial<StepProgress>,
): Partial<Run> {
  const by = event.actor === DROVER ? undefined : event.actor
  return touch(run, event.step, { state, endedAt: event.at, by, ...more })
}

function touch(run: Run, step: string, more: Partial<StepProgress>): Pick<Run, 'steps'> {
  return { steps: { ...run.steps, [step]: { ...progressOf(run, step), ...more } } }
}

function preflightOf({ at, evidence, people }: RunEvent & { type: 'preflighted' }): Preflight {
  return { at, evidence, people }
}

function withWord({ attending }: Schedule, event: RunEvent & { type: 'attendance-said' }): Schedule['attending'] {
  return { ...attending, [event.actor]: { here: event.here, roles: event.roles } }
}

function openGate(event: RunEvent & { type: 'gate-opened' }): Gate {
  const { step, revision, digest, evidence, hostKeys, fellBecause } = event
  return { step, revision, digest, evidence, hostKeys, fellBecause, openedAt: event.at, decisions: [] }
}

function withDecisions(
  gate: Gate | undefined,
  edit: (all: readonly Decision[]) => readonly Decision[],
): Gate | undefined {
  return gate && { ...gate, decisions: edit(gate.decisions) }
}

function indexOf(run: Run, step: string): number {
  return run.plan.steps.findIndex(({ id }) => id === step)
}

function refuse(event: never): never {
  throw new Error(`this program does not know the event ${JSON.stringify(event)}: a newer Drover wrote it`)
}
