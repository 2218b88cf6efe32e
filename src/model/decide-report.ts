import type { Evidence } from './check.ts'
import type { Report } from './command.ts'
import { decideKept, hadBegun } from './decide-kept.ts'
import { decidePlan, heldAtTheEnd } from './decide-plan.ts'
import { decideSchedule } from './decide-schedule.ts'
import { movedSince } from './drift.ts'
import { formatMs } from './duration.ts'
import type { EventBody } from './event.ts'
import { gateDigest, missingApprovals } from './gate.ts'
import { dueMark, ranOut } from './gate-clock.ts'
import { givenUp, nextAfter, nextUndo } from './next.ts'
import { decideQuiet } from './quiet.ts'
import { liveStep, progressOf, type Run, type Undoing } from './run.ts'
import { isKept, isManual, isPaused, liveAttempt } from './status.ts'
import { type GateSpec, gateOf, type Step, type Undo, undoOf } from './step.ts'

/** What a report of the engine changes. Stale reports change nothing. */
export function decideReport(run: Run, report: Report, at: string): readonly EventBody[] {
  if (report.type === 'stopped') return run.aborting ? givenUp(run, run.aborting) : []
  if (report.type === 'launched' && run.undoing) return launchedUndo(run, run.undoing, report)
  if (report.type === 'undone' || report.type === 'undo-failed') return decideUndo(run, report)
  if (report.type === 'halted') return decideHalted(run, report)
  if (report.type === 'due' || report.type === 'preflighted') return decideSchedule(run, report, at)
  if (report.type === 'plan-changed' || report.type === 'plan-follows') return decidePlan(run, report)
  if (report.type === 'quiet' || report.type === 'moved') return decideQuiet(run, report)
  if (run.aborting || !isLive(run, report)) return []
  if (report.type === 'kept' || report.type === 'opened') return decideKept(run, report)
  if (report.type === 'measured') return decideMeasured(run, report, at)
  if (report.type === 'vote-clock') return decideVoteClock(run, report, at)
  if (run.phase !== 'acting' || isPaused(run) || (isKept(run) && run.hold)) return []
  return [...hadBegun(run, report), ...heldAtTheEnd(run, report), ...decideActed(run, report)]
}

function isLive(run: Run, report: { step: string; attempt: number }): boolean {
  const live = liveAttempt(run)
  return !run.rollingBack && live?.step === report.step && live.attempt === report.attempt
}

function decideActed(
  run: Run,
  report: Exclude<
    Report,
    {
      type:
        | 'measured'
        | 'vote-clock'
        | 'undone'
        | 'undo-failed'
        | 'halted'
        | 'quiet'
        | 'moved'
        | 'kept'
        | 'opened'
        | 'due'
        | 'preflighted'
        | 'plan-changed'
        | 'plan-follows'
        | 'stopped'
    }
  >,
): readonly EventBody[] {
  const { step, attempt } = report
  switch (report.type) {
    case 'succeeded':
      return [
        { type: 'step-succeeded', step, attempt, outputs: report.outputs, evidence: report.evidence },
        ...nextAfter(run),
      ]
    case 'unneeded':
      return [{ type: 'step-skipped', step, reason: report.reason }, ...nextAfter(run)]
    case 'launched':
      return progressOf(run, step).launchedAt ? [] : [{ type: 'job-started', step, attempt }]
    case 'woke':
      return run.hold || liveStep(run)?.kind !== 'wait'
        ? []
        : [{ type: 'step-succeeded', step, attempt, outputs: {}, evidence: [] }, ...nextAfter(run)]
    case 'failed':
      return [{ type: 'step-failed', step, attempt, failure: report.failure, evidence: report.evidence }]
    case 'lost':
      return changes(run) ? [{ type: 'step-uncertain', step, attempt, failure: report.failure }] : []
    case 'paused':
      return run.hold && restsWhenHeld(run) ? [{ type: 'act-paused', step, attempt, progress: report.progress }] : []
    case 'disk-low':
      return run.hold || !changes(run) ? [] : [{ type: 'hold-asked', reason: report.reason }]
  }
}

/** A question that the file does not ask any more is not asked; any other is, since it ends by itself. */
function restsWhenHeld(run: Run): boolean {
  return changes(run) || (run.planChange !== undefined && liveStep(run)?.kind === 'check')
}

function changes(run: Run): boolean {
  const step = liveStep(run)
  return step !== undefined && 'act' in step
}

/** Evidence came in: open the gate, let it stand, let it fall, or let the run pass. */
function decideMeasured(run: Run, report: Report & { type: 'measured' }, at: string): readonly EventBody[] {
  const { step, evidence, revision } = report
  if (revision !== run.revision || report.confirming !== (run.phase === 'confirming')) return []
  if (!run.gate) return failing(run, evidence).length > 0 ? failStep(run, report) : [openGate(run, report, [])]
  if (run.phase === 'asking' || (report.confirming && run.hold)) return []
  const because = [
    ...movedSince(run.gate, evidence, report.hostKeys),
    ...(report.confirming ? [...ranOut(run, at), ...lostRoles(report)] : []),
  ]
  if (because.length > 0) return fall(run, report, because)
  return run.phase === 'measuring' ? [{ type: 'gate-refreshed', step, revision, evidence }] : pass(run, report)
}

/** A clock only ever reminds, or ends the vote without a yes. */
function decideVoteClock(
  run: Run,
  { step, revision }: Report & { type: 'vote-clock' },
  at: string,
): readonly EventBody[] {
  const live = liveStep(run)
  const mark = dueMark(run, at)
  const spec = live && gateOf(live)
  if (!run.gate || !live || !spec || mark === undefined || revision !== run.revision || run.hold) return []
  const roles = Object.keys(missingApprovals(live, run.gate))
  if (mark === 'over') return [{ type: 'gate-lapsed', step, revision, reason: lapsed(roles, spec) }]
  const told = mark === 'near' && spec.escalateTo !== undefined ? [...roles, spec.escalateTo] : roles
  return [{ type: 'gate-reminded', step, revision, mark, roles: [...new Set(told)] }]
}

function lapsed(roles: readonly string[], { voteByMs = 0 }: GateSpec): string {
  return `The time to decide (${formatMs(voteByMs)}) ran out without ${roles.join(' and ')}, so nothing was approved`
}

function lostRoles({ lost = [] }: Report & { type: 'measured' }): readonly string[] {
  return lost.map(({ person, role }) => `<@${person}>, who approved as ${role}, no longer holds that role.`)
}

function pass(run: Run, { step, attempt, revision, evidence }: Report & { type: 'measured' }): readonly EventBody[] {
  const passed: EventBody = { type: 'gate-passed', step, revision, evidence }
  if (liveStep(run)?.kind !== 'gate') return [passed]
  return [passed, { type: 'step-succeeded', step, attempt, outputs: {}, evidence }, ...nextAfter(run)]
}

function fall(run: Run, report: Report & { type: 'measured' }, because: readonly string[]): readonly EventBody[] {
  const { step, evidence, revision } = report
  const fallen: EventBody = { type: 'gate-fallen', step, revision, because }
  return failing(run, evidence).length > 0
    ? [fallen, ...failStep(run, report)]
    : [fallen, openGate(run, report, because)]
}

function openGate(run: Run, report: Report & { type: 'measured' }, fellBecause: readonly string[]): EventBody {
  const { evidence, hostKeys } = report
  const step = liveStep(run)
  if (!step) throw new Error(`run ${run.id} has no live step`)
  const digest = gateDigest(run, step, evidence, hostKeys)
  const body = { step: step.id, revision: run.revision + 1, digest, evidence, hostKeys, fellBecause }
  return { type: 'gate-opened', ...body, ...(report.stepUp === true && { stepUp: report.stepUp }) }
}

/** Evidence that closes a gate. What somebody skipped with a reason is shown as it is, beside that reason, and people judge it. */
function failing(run: Run, evidence: readonly Evidence[]): readonly Evidence[] {
  const bad = evidence.filter(({ outcome }) => outcome === 'fail' || outcome === 'error')
  return bad.filter((one) => !run.plan.steps.some((step) => isSkippedCheck(run, step, one)))
}

function isSkippedCheck(run: Run, step: Step, { check, title }: Evidence): boolean {
  return (
    step.kind === 'check' &&
    step.check.check === check &&
    step.check.title === title &&
    progressOf(run, step.id).state === 'skipped'
  )
}

function failStep(run: Run, { step, attempt, evidence }: Report & { type: 'measured' }): readonly EventBody[] {
  const bad = failing(run, evidence)
  const summary = bad.map((one) => one.summary).join(' ')
  const fix = bad.flatMap(({ advice }) => (advice ? [advice] : [])).join(' ') || undefined
  return [{ type: 'step-failed', step, attempt, failure: { summary, fix }, evidence }]
}

function launchedUndo(
  run: Run,
  undoing: Undoing,
  { step, attempt }: Report & { type: 'launched' },
): readonly EventBody[] {
  if (isManual(undoOfLive(run))) return []
  const fresh = undoing.state === 'live' && !undoing.launchedAt && undoing.step === step && undoing.attempt === attempt
  return fresh && !run.aborting ? [{ type: 'job-started', step, attempt }] : []
}

/** The act that rested has ended on its host, so taking back can begin. */
function decideHalted(run: Run, { step, attempt }: Report & { type: 'halted' }): readonly EventBody[] {
  const live = liveAttempt(run)
  if (!run.rollingBack || run.aborting || !isPaused(run) || live?.step !== step || live.attempt !== attempt) return []
  const stopped: EventBody = { type: 'act-stopped', step, attempt }
  return run.hold ? [stopped] : [stopped, ...nextUndo(run)]
}

function decideUndo(run: Run, report: Report & { type: 'undone' | 'undo-failed' }): readonly EventBody[] {
  const { step, attempt } = report
  const live = run.undoing?.state === 'live' && run.undoing.step === step && run.undoing.attempt === attempt
  if (!live || run.aborting || isManual(undoOfLive(run))) return []
  if (report.type === 'undo-failed')
    return [{ type: 'undo-failed', step, attempt, failure: report.failure, uncertain: report.uncertain }]
  return [{ type: 'step-undone', step, attempt }, ...nextUndo(run, step)]
}

function undoOfLive(run: Run): Undo {
  const step = liveStep(run)
  return step === undefined ? 'nothing' : undoOf(step)
}
