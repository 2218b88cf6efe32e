import type { Evidence } from '../../src/model/check.ts'
import type { Command, PersonCommand, Report } from '../../src/model/command.ts'
import { owed } from '../../src/model/owed.ts'
import { differences } from '../../src/model/plan-change.ts'
import { liveStep, progressOf, type Run } from '../../src/model/run.ts'
import { nextLook } from '../../src/model/schedule.ts'
import { isKept, isPaused } from '../../src/model/status.ts'
import type { Dice } from './dice.ts'
import { otherPlans } from './other-plans.ts'
import { BOTH, DBA, NOBODY, OWNER, rows, STARTER, start } from './sample.ts'

const PEOPLE = [STARTER, DBA, OWNER, BOTH, NOBODY]
const STEERING = [
  'hold',
  'hold',
  'hold',
  'hold',
  'release',
  'release',
  'rollback',
  'rollback',
  'skip',
  'abort',
  'retry',
  'done',
  'resolve',
  'refresh',
] as const

/**
 * Mostly what is owed, sometimes what somebody could think of, now and then what makes no sense at all. Restless people
 * steer half of the time.
 */
export function randomCommand(dice: Dice, run: Run, earlier: readonly Command[], restless: boolean): Command {
  if (dice.chance(run.planChange ? 0.4 : 0.02)) return aboutTheFile(dice, run)
  const roll = dice.below(100)
  if (roll < (restless ? 40 : 72)) return fitting(dice, run)
  if (roll < 80) return steering(dice, run)
  if (roll < 88) return decision(dice, run)
  if (roll < 94) return report(dice, run)
  return earlier.length > 0 ? dice.pick(earlier) : start(run.plan)
}

function fitting(dice: Dice, run: Run): Command {
  const due = owed(run)
  if (due?.do === 'begin') return whileScheduled(dice, run)
  if (due?.do === 'ask') return answer(dice, run, due.what)
  if (due?.do === 'stop') return dice.chance(0.5) ? { type: 'stopped' } : report(dice, run)
  return report(dice, run)
}

/** The file gives another plan, or the old one again; or somebody wants the run to go on by the new one. */
function aboutTheFile(dice: Dice, run: Run): Command {
  const plan = run.planChange && otherPlans(run.plan).find(({ digest }) => digest === run.planChange?.digest)
  if (!plan || dice.chance(0.1)) {
    if (dice.chance(0.2)) return { type: 'plan-follows' }
    const other = dice.pick(otherPlans(run.plan))
    return { type: 'plan-changed', digest: other.digest, says: differences(run.plan, other) }
  }
  const by = run.adoptAsked ? dice.pick(PEOPLE) : dice.pick([STARTER, STARTER, DBA])
  const today = { plan: dice.chance(0.95) ? plan : dice.pick(otherPlans(run.plan)), unfit: [] }
  return { type: 'adopt', by, reason: dice.pick(['Mended.', 'Mended.', 'Mended.', ' ']), today }
}

function whileScheduled(dice: Dice, { schedule }: Run): Command {
  const roll = dice.below(10)
  if (roll < 6) return { type: 'due' }
  if (roll < 7) return { type: 'attend', by: dice.pick(PEOPLE), here: dice.chance(0.5) }
  return { type: 'preflighted', look: schedule ? nextLook(schedule) : 1, evidence: evidence(dice), people: [] }
}

function answer(dice: Dice, run: Run, what: 'decisions' | 'by-hand' | 'release' | 'retry' | 'resolve'): Command {
  const by = dice.pick([STARTER, DBA, OWNER, BOTH])
  const shown = shownOn(dice, run)
  switch (what) {
    case 'decisions':
      return decision(dice, run)
    case 'by-hand':
      return { type: 'done', by, shown, note: 'Done.' }
    case 'release':
      if (isPaused(run) && dice.chance(0.3)) return { type: 'rollback', by, shown, reason: 'Because.' }
      return dice.chance(0.4) ? { type: 'release', by, shown } : report(dice, run)
    case 'retry':
      return dice.chance(0.5)
        ? { type: 'retry', by, shown }
        : { type: dice.pick(['skip', 'rollback', 'skip', 'rollback', 'abort'] as const), by, shown, reason: 'Because.' }
    case 'resolve':
      return dice.chance(0.1)
        ? { type: dice.pick(['skip', 'abort'] as const), by, shown, reason: 'Because.' }
        : { type: 'resolve', by, shown, outcome: dice.pick(['succeeded', 'failed'] as const), reason: 'I looked.' }
  }
}

/** What the card under somebody's finger shows: the live attempt, or nothing when it was typed, or an old one. */
function shownOn(dice: Dice, run: Run): { step: string; attempt: number } | undefined {
  if (dice.chance(0.3)) return undefined
  const step = liveStep(run)?.id ?? 'step-0'
  const attempt = run.undoing?.attempt ?? progressOf(run, step).attempt
  return { step, attempt: dice.chance(0.95) ? attempt : attempt + 1 }
}

function decision(dice: Dice, run: Run): PersonCommand {
  const step = dice.chance(0.95) ? (liveStep(run)?.id ?? 'step-0') : dice.pick(run.plan.steps).id
  const revision = dice.chance(0.95) ? run.revision : dice.below(4)
  const by = dice.pick([DBA, OWNER, BOTH, ...PEOPLE])
  const role = dice.chance(0.9) ? (by.roles[dice.below(by.roles.length)] ?? 'dba') : 'owner'
  const via = dice.pick(['button', 'command', 'cli'] as const)
  const roll = dice.below(10)
  if (roll < 1) return { type: 'withdraw', by, step, revision }
  if (roll < 2) return { type: 'refresh', by, step, revision }
  if (roll < 3) return { type: 'deny', by, step, revision, role, via, reason: dice.pick(['Not today.', '']) }
  return { type: 'approve', by, step, revision, role, via }
}

function steering(dice: Dice, run: Run): PersonCommand {
  const by = dice.pick(PEOPLE)
  const type = dice.pick(STEERING)
  switch (type) {
    case 'refresh':
      return { type, by, step: liveStep(run)?.id ?? 'step-0', revision: run.revision }
    case 'release':
    case 'retry':
      return { type, by }
    case 'done':
      return { type, by, note: 'Done.' }
    case 'resolve':
      return { type, by, outcome: dice.pick(['succeeded', 'failed'] as const), reason: dice.pick(['I looked.', ' ']) }
    default:
      return { type, by, reason: dice.pick(['Because.', 'Because.', ' ']) }
  }
}

/** A report about the live attempt, and one time in ten about another. */
function report(dice: Dice, run: Run): Report {
  const live = dice.chance(0.95) ? liveStep(run) : dice.pick(run.plan.steps)
  const step = live?.id ?? 'step-0'
  const known = run.undoing?.step === step ? run.undoing.attempt : progressOf(run, step).attempt
  const attempt = dice.chance(0.95) ? known : dice.below(3)
  const failure = { summary: 'It broke.' }
  const due = owed(run)
  const measures = run.phase === 'measuring' || run.phase === 'confirming'
  if (measures && !run.rollingBack && dice.chance(0.95)) return measured(dice, run, { step, attempt })
  if (isKept(run) && dice.chance(0.5)) return { type: 'opened', step, attempt }
  if (run.phase !== 'asking' && dice.chance(0.04))
    return { type: 'kept', step, attempt, says: dice.pick(['Freeze.', 'Outside the window.']) }
  if (due?.do === 'halt' && dice.chance(0.7)) return { type: 'halted', step, attempt }
  if (run.status === 'holding' && dice.chance(0.4)) return { type: 'paused', step, attempt }
  if (due?.do === 'wake' && dice.chance(0.95)) return { type: 'woke', step, attempt }
  if (run.undoing && dice.chance(0.95)) return undoReport(dice, { step, attempt })
  const roll = dice.below(20)
  if (roll < 11) return { type: 'succeeded', step, attempt, outputs: { roll }, evidence: [rows(10)] }
  if (roll < 14) return { type: 'failed', step, attempt, failure, evidence: [] }
  if (roll < 16) return { type: 'lost', step, attempt, failure }
  if (dice.chance(0.02)) return dice.pick(ODD)({ step, attempt })
  if (roll < 17) return { type: 'unneeded', step, attempt, reason: 'It is there already.' }
  if (roll < 19) return { type: 'launched', step, attempt }
  return dice.chance(0.5) ? undoReport(dice, { step, attempt }) : { type: 'stopped' }
}

type OfAttempt = { step: string; attempt: number }

/** What comes at any time: a full disk, and reports that are late or make no sense. */
const ODD: readonly ((of: OfAttempt) => Report)[] = [
  (of) => ({ type: 'paused', ...of }),
  (of) => ({ type: 'halted', ...of }),
  (of) => ({ type: 'quiet', ...of, since: '2026-11-02T09:00:00.000Z', mark: 'still' }),
  (of) => ({ type: 'moved', ...of }),
  (of) => ({ type: 'disk-low', ...of, reason: 'The disk fills.' }),
  (of) => ({ type: 'disk-low', ...of, reason: 'The disk fills.' }),
]

function measured(dice: Dice, run: Run, live: { step: string; attempt: number }): Report {
  const confirming = dice.chance(0.95) === (run.phase === 'confirming')
  const hostKeys = { old: dice.chance(0.98) ? 'SHA256:a' : 'SHA256:b' }
  return { type: 'measured', ...live, revision: revisionOf(dice, run), confirming, evidence: evidence(dice), hostKeys }
}

function undoReport(dice: Dice, { step, attempt }: { step: string; attempt: number }): Report {
  if (dice.chance(0.2)) return { type: 'launched', step, attempt }
  if (dice.chance(0.6)) return { type: 'undone', step, attempt }
  return { type: 'undo-failed', step, attempt, failure: { summary: 'It broke.' }, uncertain: dice.chance(0.5) }
}

function revisionOf(dice: Dice, run: Run): number {
  return dice.chance(0.95) ? run.revision : dice.below(4)
}

function evidence(dice: Dice): readonly Evidence[] {
  return [rows(dice.chance(0.9) ? 10 : 20, dice.chance(0.92) ? 'pass' : dice.pick(['warn', 'fail', 'error'] as const))]
}
