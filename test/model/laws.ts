import assert from 'node:assert/strict'
import type { Command } from '../../src/model/command.ts'
import { DROVER, type RunEvent } from '../../src/model/event.ts'
import { owed } from '../../src/model/owed.ts'
import { hasEnded, type Run } from '../../src/model/run.ts'
import { isManual, isPaused } from '../../src/model/status.ts'
import { gateOf, type Step, undoOf } from '../../src/model/step.ts'
import { TRANSITIONS } from '../../src/model/transitions.ts'
import { BOTH, DBA, NOBODY, OWNER, STARTER } from './sample.ts'

/** One event, the run on both sides of it, the command that caused it, and all events before it. */
export interface Moment {
  readonly before: Run | undefined
  readonly event: RunEvent
  readonly run: Run
  readonly command: Command
  readonly history: readonly RunEvent[]
}

type Law = (moment: Moment) => void
type OfType<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>

/** What has to hold whenever something happened, whatever people and hosts did before. */
export const LAWS: Readonly<Record<string, Law>> = {
  'statuses move along the table': ({ before, run }) => {
    if (before && before.status !== run.status) must(TRANSITIONS[before.status][run.status] !== undefined)
  },
  'nothing follows the end': ({ before }) => must(!before || !hasEnded(before)),
  'an attempt begins once, after the one before it': ({ event, history }) => {
    if (event.type !== 'step-started') return
    assert.equal(event.attempt, startsOf(history, event.step).length + 1)
  },
  'a step begins again only because a person asked to retry, or under another plan': ({ event, history, command }) => {
    if (event.type !== 'step-started' || startsOf(history, event.step).length === 0) return
    const last = history.findLastIndex((one) => one.type === 'step-started' && one.step === event.step)
    must(command.type === 'retry' || history.slice(last).some(({ type }) => type === 'adopted'))
  },
  'a step that is over never begins again': ({ event, history }) => {
    if (event.type !== 'step-started') return
    const over = history.some((one) => isOver(one) && one.step === event.step)
    must(!over)
  },
  'an attempt ends once': ({ event, history }) => {
    if (event.type !== 'step-succeeded') return
    const ends = history.filter((one) => one.type === 'step-succeeded' && one.step === event.step)
    assert.equal(ends.length, 0)
  },
  'a job starts once an attempt': ({ event, before, history }) => {
    if (event.type !== 'job-started') return
    const direction = before?.undoing ? 'undo-started' : 'step-started'
    const since = history.slice(history.findLastIndex((one) => one.type === direction && one.step === event.step))
    must(!since.some((one) => one.type === 'job-started' && one.step === event.step))
  },
  'a gate passes only with every approval it needs': ({ event, before, history }) => {
    if (event.type === 'gate-passed') assertApproved(before, event, history)
  },
  'a held run begins nothing unless a person retries': ({ before, event, command }) => {
    if (!before?.hold || command.type === 'retry' || command.type === 'release') return
    must(event.type !== 'step-started' && event.type !== 'gate-passed' && event.type !== 'undo-started')
  },
  'a scheduled run begins by itself at its instant and not much later, or because a person released it after that': ({
    before,
    event,
    command,
  }) => {
    if (!before?.schedule || before.schedule.begunAt !== undefined) return
    must(!['step-started', 'gate-opened', 'job-started'].includes(event.type))
    if (event.type !== 'begun') return
    const lateMs = Date.parse(event.at) - Date.parse(before.schedule.startsAt)
    must(lateMs >= 0 && (command.type === 'release' || lateMs <= 15 * 60_000))
  },
  'after an abort nothing but the end follows': ({ before, event }) => {
    if (before?.aborting) assert.equal(event.type, 'aborted')
  },
  'a rollback never begins behind the point of no return': ({ before, event, history }) => {
    if (event.type !== 'rollback-asked' || !before) return
    for (const step of before.plan.steps) if (undoOf(step) === 'none') must(!hasActed(before, step.id, history))
  },
  'a rolled back run took back everything that acted': ({ before, event, history }) => {
    if (event.type !== 'rolled-back' || !before) return
    for (const step of before.plan.steps)
      if (undoOf(step) !== 'nothing' && hasActed(before, step.id, history))
        must(history.some((one) => one.type === 'step-undone' && one.step === step.id))
  },
  'what is done by hand is ended by a person': ({ event, before }) => {
    if (event.type !== 'step-succeeded' && event.type !== 'step-undone') return
    const step = before?.plan.steps.find(({ id }) => id === event.step)
    const byHand = step && (event.type === 'step-undone' ? isManual(undoOf(step)) : step.kind === 'manual')
    must(!byHand || event.actor !== DROVER)
  },
  'nothing begins, ends or is taken back while an act rests': ({ before, event }) => {
    if (!before || !isPaused(before)) return
    must(!['step-started', 'step-succeeded', 'step-skipped', 'undo-started', 'rolled-back'].includes(event.type))
  },
  'an act rests only while somebody holds the run': ({ before, event }) => {
    if (event.type === 'act-paused') must(before?.hold !== undefined)
  },
  'nothing goes on by a plan that its file does not give': ({ before, event }) => {
    if (!before?.planChange) return
    must(!['step-started', 'gate-approved', 'gate-passed', 'released', 'finished', 'begun'].includes(event.type))
  },
  'another plan takes the driver and somebody else with a role': ({ before, event, history }) => {
    if (event.type !== 'adopted') return
    const asked = history.findLast((one) => one.type === 'adopt-asked')
    must(asked?.type === 'adopt-asked' && asked.digest === event.plan.digest && asked.actor !== event.actor)
    must(rolesOf(event.actor).some((role) => before?.plan.roles.includes(role)))
    must(asked?.actor === before?.driver)
  },
  'another plan holds what was done as it was done': ({ before, event, history }) => {
    if (event.type !== 'adopted' || !before) return
    for (const [index, step] of before.plan.steps.entries()) {
      const over = history.some((one) => isOver(one) && one.step === step.id)
      const now: Step | undefined = event.plan.steps[index]
      if (over || isUnderWay(before, step.id, history)) assert.deepEqual(now, step)
      else if (hasActed(before, step.id, history))
        assert.deepEqual([now?.id, now && undoOf(now)], [step.id, undoOf(step)])
    }
  },
  'undos go from the last step to the first': ({ before, event, history }) => {
    if (event.type !== 'undo-started') return
    const undone = history.findLast((one) => one.type === 'step-undone')
    if (undone) must(placeOf(before, undone.step) > placeOf(before, event.step))
  },
}

/** What has to hold after every command, whether it changed something or not. */
export const STATE_LAWS: Readonly<Record<string, (run: Run, history: readonly RunEvent[]) => void>> = {
  'somebody or something is owed until the end': (run) => assert.equal(owed(run) === undefined, hasEnded(run)),
  'a destructive step acts only after its gate': (run, history) => {
    const due = owed(run)
    if (due?.do !== 'act' || due.step.kind !== 'destructive') return
    const begun = history.findLastIndex((one) => one.type === 'step-started' && one.step === due.step.id)
    must(history.slice(begun).some((one) => one.type === 'gate-passed' && one.step === due.step.id))
  },
}

function startsOf(history: readonly RunEvent[], step: string): readonly RunEvent[] {
  return history.filter((one) => one.type === 'step-started' && one.step === step)
}

function isOver(event: RunEvent): event is OfType<'step-succeeded' | 'step-skipped' | 'step-resolved'> {
  if (event.type === 'step-resolved') return event.outcome === 'succeeded'
  return event.type === 'step-succeeded' || event.type === 'step-skipped'
}

function assertApproved(run: Run | undefined, passed: OfType<'gate-passed'>, history: readonly RunEvent[]): void {
  const step = run?.plan.steps.find(({ id }) => id === passed.step)
  const standing = standingApprovals(passed, history)
  const people = standing.map(({ person }) => person)
  assert.equal(new Set(people).size, people.length, 'one person counted twice')
  must(!people.includes(run?.startedBy ?? ''), 'the starter approved')
  must(!people.some((id) => adopters(history).includes(id)), 'an adopter approved')
  for (const { person, role } of standing) must(rolesOf(person).includes(role), `${person} is no ${role}`)
  for (const [role, count] of Object.entries((step && gateOf(step)?.approvals) ?? {}))
    must(standing.filter((one) => one.role === role).length >= count, `${role} is missing`)
}

/** Whoever moved the run to another plan, and whoever had asked for that. */
function adopters(history: readonly RunEvent[]): readonly string[] {
  return history.flatMap(({ type, actor }, index) => {
    const asked = history.slice(0, index).findLast((one) => one.type === 'adopt-asked')
    return type === 'adopted' ? [actor, asked?.actor ?? ''] : []
  })
}

function standingApprovals({ step, revision }: OfType<'gate-passed'>, history: readonly RunEvent[]) {
  const standing = new Map<string, { person: string; role: string }>()
  for (const event of history) {
    if (event.type === 'decided' && event.step === step && event.revision === revision) {
      assert.equal(event.decision.verdict, 'approve')
      standing.set(event.decision.person, event.decision)
    }
    if (event.type === 'withdrawn' && event.step === step && event.revision === revision) standing.delete(event.person)
  }
  return [...standing.values()]
}

function rolesOf(person: string): readonly string[] {
  return [STARTER, DBA, OWNER, BOTH, NOBODY].find(({ id }) => id === person)?.roles ?? []
}

/** Whether any attempt of a step may have touched the world: told from the events alone, without the run's own books. */
function hasActed(run: Run, id: string, history: readonly RunEvent[]): boolean {
  const kind = run.plan.steps.find((step) => step.id === id)?.kind
  const of = history.filter((event) => 'step' in event && event.step === id)
  if (kind === 'manual') return of.some(({ type }) => type === 'step-succeeded')
  const unneeded = of.some(({ type, actor }) => type === 'step-skipped' && actor === DROVER)
  return acted(
    kind,
    unneeded
      ? of.slice(
          0,
          of.findLastIndex(({ type }) => type === 'step-started'),
        )
      : of,
  )
}

function acted(kind: string | undefined, events: readonly RunEvent[]): boolean {
  const starts = events.flatMap(({ type }, index) => (type === 'step-started' ? [index] : []))
  return starts.some((start, index) => attemptActed(kind, events.slice(start, starts[index + 1])))
}

/** An attempt that last waited for a window to open has not acted. */
function attemptActed(kind: string | undefined, attempt: readonly RunEvent[]): boolean {
  if (attempt.some(({ type }) => type === 'step-dropped')) return false
  const last = (type: RunEvent['type']) => attempt.findLastIndex((one) => one.type === type)
  const began = kind === 'destructive' ? last('gate-passed') : kind === 'remote' ? 0 : -1
  return began !== -1 && last('act-kept') < Math.max(began, last('act-opened'))
}

/** Does the host have a job whose end nobody has seen? */
function isUnderWay(run: Run, id: string, history: readonly RunEvent[]): boolean {
  const of = history.filter((event) => 'step' in event && event.step === id)
  const last = of.slice(of.findLastIndex(({ type }) => type === 'step-started'))
  const isJob = run.plan.steps.some((step) => step.id === id && 'act' in step)
  return isJob && last.some(({ type }) => type === 'job-started') && !last.some(({ type }) => type === 'step-failed')
}

function placeOf(run: Run | undefined, step: string): number {
  return run?.plan.steps.findIndex(({ id }) => id === step) ?? -1
}

/** Without assert.ok, which reads its own source to word a failure, for seconds where lines are long. */
function must(condition: boolean, wrong = 'it does not hold'): void {
  if (!condition) throw new Error(wrong)
}
