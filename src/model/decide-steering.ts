import type { PersonCommand } from './command.ts'
import { releaseScheduled } from './decide-schedule.ts'
import { DROVER, type EventBody } from './event.ts'
import { nextAfter, nextUndo, startAt } from './next.ts'
import { liveStep, progressOf, type Run } from './run.ts'
import { hasBegun } from './schedule.ts'
import { isManual, isPaused } from './status.ts'
import { gateOf, undoOf } from './step.ts'
import { bare, refuse } from './user-error.ts'

type After<Type extends PersonCommand['type']> = Extract<PersonCommand, { type: Type }>

export function hold(run: Run, { reason }: After<'hold'>): readonly EventBody[] {
  if (!reason.trim()) refuse('reason-missing', `Say why, so that the others know: /migrate hold ${run.id} reason="…"`)
  if (run.hold)
    refuse(
      'already-held',
      `${run.id} is already held by ${run.hold.by === DROVER ? 'Drover' : `<@${run.hold.by}>`}: ${bare(run.hold.reason)}. /migrate release ${run.id} lets it go on.`,
    )
  if (run.status === 'failed' || run.status === 'uncertain')
    refuse(
      'already-stopped',
      `${run.id} is stopped: it is ${run.status}. /migrate why ${run.id} says what it waits for.`,
    )
  return [{ type: 'hold-asked', reason: reason.trim() }]
}

/** What people approved was measured before the rest, so it is measured and asked again. */
const HELD_BEFORE_IT_BEGAN = 'The run was held after the approval and before the act began.'

/** Lets a held run go on. With an override a run that only waits for a window need not be held. */
export function release(run: Run, { override }: After<'release'>, at: string): readonly EventBody[] {
  if (!run.hold && override !== undefined) return []
  if (!run.hold) refuse('not-held', `${run.id} is not held. /migrate why ${run.id} says what it waits for.`)
  if (run.schedule && !hasBegun(run)) return releaseScheduled(run, run.schedule, at)
  const released: EventBody = { type: 'released' }
  if (run.rollingBack) return run.undoing || isPaused(run) ? [released] : [released, ...nextUndo(run)]
  const step = liveStep(run)
  if (step && gateOf(step) && isPaused(run) && progressOf(run, step.id).launchedAt === undefined)
    return [released, { type: 'gate-fallen', step: step.id, revision: run.revision, because: [HELD_BEFORE_IT_BEGAN] }]
  const between = !step || progressOf(run, step.id).state === 'pending'
  return between ? [released, ...startAt(run, run.at)] : [released]
}

export function retry(run: Run): readonly EventBody[] {
  if (run.status !== 'failed')
    refuse(
      'not-failed',
      `${run.id} is ${run.status}, so there is nothing to retry. /migrate why ${run.id} says what it waits for.`,
    )
  const { undoing } = run
  return undoing ? [{ type: 'undo-started', step: undoing.step, attempt: undoing.attempt + 1 }] : startAt(run, run.at)
}

export function skip(run: Run, { reason }: After<'skip'>): readonly EventBody[] {
  if (!reason.trim()) refuse('reason-missing', `Say why, it stays in the record: /migrate skip ${run.id} reason="…"`)
  const { undoing } = run
  if (undoing && undoing.state !== 'live')
    return [
      { type: 'step-undone', step: undoing.step, attempt: undoing.attempt, note: `skipped: ${reason.trim()}` },
      ...nextUndo(run, undoing.step),
    ]
  const step = liveStep(run)
  const stopped = run.status === 'failed' || run.status === 'waiting' || run.status === 'held'
  if (!step || !stopped || run.rollingBack)
    refuse(
      'nothing-to-skip',
      `${run.id} is ${run.status}; a step can be skipped once it failed or waits. /migrate why ${run.id}`,
    )
  if (isPaused(run))
    refuse(
      'still-acting',
      `${step.id} rests in the middle, so it is not skipped. /migrate release ${run.id} lets it go on; rollback and abort end it.`,
    )
  if (step.kind === 'gate')
    refuse(
      'gate-not-skippable',
      `${step.id} is a gate, and a gate is never skipped. Approve it, deny it, or /migrate abort ${run.id}.`,
    )
  return [{ type: 'step-skipped', step: step.id, reason: reason.trim() }, ...nextAfter(run)]
}

export function done(run: Run, { note }: After<'done'>): readonly EventBody[] {
  const step = liveStep(run)
  const { undoing } = run
  if (step && undoing?.state === 'live' && isManual(undoOf(step)))
    return [{ type: 'step-undone', step: step.id, attempt: undoing.attempt, note }, ...nextUndo(run, step.id)]
  if (step?.kind !== 'manual' || run.rollingBack || progressOf(run, step.id).state !== 'live') {
    refuse(
      'nothing-manual',
      `${run.id} does not wait for anything done by hand. /migrate why ${run.id} says what it waits for.`,
    )
  }
  const succeeded: EventBody = {
    type: 'step-succeeded',
    step: step.id,
    attempt: progressOf(run, step.id).attempt,
    outputs: {},
    evidence: [],
    note,
  }
  return [succeeded, ...nextAfter(run)]
}

export function resolve(run: Run, { outcome, reason }: After<'resolve'>): readonly EventBody[] {
  if (run.status !== 'uncertain')
    refuse(
      'not-uncertain',
      `${run.id} is ${run.status}; only an uncertain step needs to be resolved. /migrate why ${run.id}`,
    )
  if (!reason.trim())
    refuse('reason-missing', `Say what you saw on the host: /migrate resolve ${run.id} ${outcome} reason="…"`)
  const { undoing } = run
  if (undoing) return resolveUndo(run, undoing, outcome, reason)
  const step = liveStep(run)
  if (!step) return []
  const { attempt } = progressOf(run, step.id)
  const resolved: EventBody = { type: 'step-resolved', step: step.id, attempt, outcome, reason: reason.trim() }
  return outcome === 'succeeded' ? [resolved, ...nextAfter(run)] : [resolved]
}

function resolveUndo(
  run: Run,
  undoing: { step: string; attempt: number },
  outcome: string,
  reason: string,
): readonly EventBody[] {
  const { step, attempt } = undoing
  if (outcome === 'succeeded') return [{ type: 'step-undone', step, attempt, note: reason }, ...nextUndo(run, step)]
  return [{ type: 'undo-failed', step, attempt, failure: { summary: reason }, uncertain: false }]
}
