import type { Report } from './command.ts'
import type { EventBody, RunEvent } from './event.ts'
import { owed } from './owed.ts'
import type { Run } from './run.ts'
import { isKept } from './status.ts'

/** What is being done to a host by itself: an act, or the undo of one. */
export interface ActInHand {
  readonly step: string
  readonly attempt: number
  /** It is the undo of the step. */
  readonly undo?: true | undefined
}

/** An act of which nothing new was seen for long: said once, until it moves. */
export interface Quiet extends ActInHand {
  /** Since when nothing new was seen. */
  readonly since: string
  /** What was seen of it by then, in short: anything else means that it moved. */
  readonly mark: string
}

/** The job, action or undo that should be moving now. Undefined while a run looks, waits or rests. */
export function actInHand(run: Run): ActInHand | undefined {
  const due = owed(run)
  if (due?.do === 'undo') return { step: due.step.id, attempt: due.attempt, undo: true }
  return due?.do === 'act' && 'act' in due.step && !isKept(run)
    ? { step: due.step.id, attempt: due.attempt }
    : undefined
}

/** What was said of the act in hand. */
export function quietOf(run: Run): Quiet | undefined {
  const act = actInHand(run)
  return act && run.quiet && isSame(act, run.quiet) ? run.quiet : undefined
}

/** That an act is quiet is said once, and that it moves again only after that. Nothing else comes of it. */
export function decideQuiet(run: Run, report: Report & { type: 'quiet' | 'moved' }): readonly EventBody[] {
  const act = actInHand(run)
  const quiet = quietOf(run)
  if (!act || !isSame(act, report)) return []
  if (report.type === 'moved') return quiet ? [{ ...act, type: 'act-moved' }] : []
  return quiet ? [] : [{ ...act, type: 'act-quiet', since: report.since, mark: report.mark }]
}

/** What stays said of an act after one more event. */
export function quietAfter(event: RunEvent & { type: 'act-quiet' | 'act-moved' }): Quiet | undefined {
  if (event.type === 'act-moved') return undefined
  const { step, attempt, undo, since, mark } = event
  return { step, attempt, since, mark, ...(undo && { undo }) }
}

function isSame(one: ActInHand, other: ActInHand): boolean {
  return one.step === other.step && one.attempt === other.attempt && one.undo === other.undo
}
