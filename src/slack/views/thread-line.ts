import { formatMs } from '../../model/duration.ts'
import type { RunEvent } from '../../model/event.ts'
import { progressOf, type Run } from '../../model/run.ts'
import { card, section } from './block.ts'
import type { Card, RunView } from './card.ts'
import { handoverLine } from './driver-card.ts'
import { evidenceBlocks, evidenceLine } from './evidence.ts'
import { bold, icon, listed, long, type Md, md, mention, when } from './mrkdwn.ts'
import { overrideWords } from './override-words.ts'
import { becauseLines } from './plan-preview.ts'
import { planLine } from './plan-words.ts'
import { amountOf, titleOf, tookMs } from './step-words.ts'

/** The line that an event adds to the thread of the run card, with what was measured. Undefined for events that need none. */
export function threadLine(run: Run, event: RunEvent, _view: RunView): Card | undefined {
  const said = lineFor(run, event)
  if (!said) return undefined
  const evidence = event.type !== 'gate-opened' && 'evidence' in event ? event.evidence : []
  const [only] = isLookedAt(run, event) && evidence.length === 1 ? evidence : []
  return only
    ? card(evidenceLine(only), evidenceBlocks(evidence, run.id))
    : card(said, [section(said), ...evidenceBlocks(evidence, run.id)])
}

/** A step that only looks says with its evidence how it went. */
function isLookedAt({ plan }: Run, event: RunEvent): boolean {
  const kind = 'step' in event ? plan.steps.find(({ id }) => id === event.step)?.kind : undefined
  return kind === 'check' || kind === 'soak'
}

function lineFor(run: Run, event: RunEvent): Md | undefined {
  switch (event.type) {
    case 'started':
      return becauseLines(run.plan)
    case 'step-started':
      return event.attempt > 1 ? md`Attempt ${event.attempt} of ${titled(run, event)}` : undefined
    case 'step-succeeded':
      if (isGate(run, event)) return undefined
      return md`${icon('white_check_mark')} ${titled(run, event)}${duration(run, event)}${note(event)}`
    case 'step-failed':
      return md`${icon('x')} ${titled(run, event)}: ${long(event.failure.summary, 800)}`
    case 'step-uncertain':
      return md`${icon('grey_question')} ${titled(run, event)}: ${long(event.failure.summary, 800)}`
    case 'step-resolved':
      return md`${icon('mag')} ${mention(event.actor)} looked at ${titled(run, event)}: it ${event.outcome}. ${long(event.reason, 800)}`
    case 'step-skipped':
      return md`${icon('fast_forward')} ${titled(run, event)} was skipped${by(event)}: ${long(event.reason, 800)}`
    case 'act-paused':
      return md`${icon('hourglass')} ${titled(run, event)} rests in the middle${far(event)}. The rest waits for a release.`
    case 'act-quiet':
      return md`${icon('hourglass')} ${titled(run, event)}: nothing has moved since ${when(event.since)}`
    case 'act-moved':
      return md`${icon('white_check_mark')} ${titled(run, event)} moves again`
    case 'act-kept':
      return md`${icon('hourglass')} ${titled(run, event)} waits. ${long(event.says, 400)}`
    case 'overridden':
      return md`${icon('warning')} ${overrideWords({ ...event, by: event.actor })}`
    case 'act-stopped':
      return md`${titled(run, event)} was ended where it rested`
    case 'step-undone':
      return md`${icon('leftwards_arrow_with_hook')} ${titled(run, event)} was taken back${note(event)}`
    case 'undo-failed':
      return md`${icon('x')} Taking back ${titled(run, event)}: ${long(event.failure.summary, 800)}`
    default:
      return decisionLine(run, event)
  }
}

function decisionLine(run: Run, event: RunEvent): Md | undefined {
  switch (event.type) {
    case 'decided': {
      const { person, role, verdict, reason, steppedUp } = event.decision
      const said = verdict === 'approve' ? 'approved' : 'denied'
      const proof = steppedUp ? md`, with a step-up code` : md``
      return md`${mention(person)} ${said} ${titled(run, event)} as ${role}${proof}${reason ? md`: ${long(reason, 800)}` : md``}`
    }
    case 'driver-changed':
      return handoverLine(run)
    case 'withdrawn':
      return md`${mention(event.person)} withdrew the approval of ${titled(run, event)} as ${event.role}`
    case 'attendance-said':
      return md`${mention(event.actor)} ${event.here ? 'can' : 'cannot'} be there as ${listed(event.roles.map(bold))}`
    case 'gate-reminded':
      return md`${icon('hourglass')} ${listed(event.roles.map(bold))} were reminded of ${titled(run, event)}`
    case 'gate-refreshed':
      return md`${titled(run, event)} was measured again, and nothing had moved. The decisions stand.`
    case 'gate-passed':
      return md`${icon('white_check_mark')} ${titled(run, event)} was approved, measured once more, and goes on`
    default:
      return planLine(run, event)
  }
}

function far({ progress }: RunEvent & { type: 'act-paused' }): Md {
  return progress?.total ? md`: ${amountOf(progress)}` : md``
}

/** A gate passes; that it ended as a step says nothing more. */
function isGate({ plan }: Run, { step }: { step: string }): boolean {
  return plan.steps.find(({ id }) => id === step)?.kind === 'gate'
}

function titled(run: Run, { step }: { step: string }): Md {
  return bold(titleOf(run, step))
}

function duration(run: Run, { step }: { step: string }): Md {
  const took = tookMs(progressOf(run, step))
  return took === undefined ? md`` : md` · ${formatMs(took)}`
}

function note(event: RunEvent & { readonly note?: string | undefined }): Md {
  return event.note ? md`${by(event)}: ${long(event.note, 800)}` : md`${by(event)}`
}

function by({ actor }: RunEvent): Md {
  return actor === 'drover' ? md`` : md` by ${mention(actor)}`
}
