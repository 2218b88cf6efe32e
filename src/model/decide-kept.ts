import type { Report } from './command.ts'
import type { EventBody } from './event.ts'
import { liveStep, progressOf, type Run } from './run.ts'
import { isKept } from './status.ts'
import { gateOf } from './step.ts'

type Reported = Extract<Report, { type: 'kept' | 'opened' }>

/** What people approved was measured before the wait, so it is measured and asked again. */
const CLOSED_BEFORE_IT_BEGAN = 'The window closed after the approval and before the act began.'

/** An act that may not begin now waits, and one that waited may begin. Said twice, it is said once. */
export function decideKept(run: Run, report: Reported): readonly EventBody[] {
  const { type, step, attempt } = report
  const { kept, launchedAt } = progressOf(run, step)
  if (run.hold || run.phase === 'measuring' || run.phase === 'asking' || launchedAt !== undefined) return []
  if (type === 'opened') return kept ? [{ type: 'act-opened', step, attempt }] : []
  const { says, until } = report
  const keeps: EventBody = { type: 'act-kept', step, attempt, says, until }
  const live = liveStep(run)
  if (run.phase === 'acting' && live && gateOf(live))
    return [keeps, { type: 'gate-fallen', step, revision: run.revision, because: [CLOSED_BEFORE_IT_BEGAN, says] }]
  return kept?.says === says ? [] : [keeps]
}

const OF_AN_ACT: readonly Report['type'][] = ['launched', 'succeeded', 'failed', 'lost']

/** What a report on an act says beside itself: one that was thought to wait had begun. */
export function hadBegun(run: Run, report: Report): readonly EventBody[] {
  if (!isKept(run) || !OF_AN_ACT.includes(report.type) || !('attempt' in report)) return []
  return [{ type: 'act-opened', step: report.step, attempt: report.attempt }]
}
