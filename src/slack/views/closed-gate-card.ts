import type { RunEvent } from '../../model/event.ts'
import type { Decision, Gate, Run } from '../../model/run.ts'
import { card, context, section } from './block.ts'
import type { Card } from './card.ts'
import { clamp, oneLine } from './clamp.ts'
import { gatedStep, questionText } from './gate-question.ts'
import { code, lines, long, type Md, md, mention, spoken, struck } from './mrkdwn.ts'

const LINES_MAX = 8

/** A gate that no longer asks; its decisions are shown where they are known. */
export interface ClosedGate extends Pick<Gate, 'step' | 'revision'> {
  readonly decisions?: readonly Decision[]
}

/** The card of a gate that asks no more: struck through, why, and no buttons. `why` may have several lines. */
export function closedGateCard(run: Run, gate: ClosedGate, why: string): Card {
  const question = questionText(gatedStep(run, gate), gate.step)
  const [first = '', ...rest] = why.split('\n').filter((line) => line.trim() !== '')
  const moved = rest.slice(0, LINES_MAX).map((line) => md`• ${spoken(clamp(oneLine(line), 300))}`)
  const more = rest.length > LINES_MAX ? md`• and ${rest.length - LINES_MAX} more` : undefined
  return card(md`${run.id}: closed: ${question} ${long(first, 300)}`, [
    section(lines(struck(question), long(first, 600), ...moved, more)),
    section(lines(...(gate.decisions ?? []).slice(0, LINES_MAX).map(saidLine))),
    context(md`revision ${gate.revision} · ${code(`/migrate why ${run.id}`)}`),
  ])
}

function saidLine({ person, role, verdict, reason }: Decision): Md {
  return md`${verdict === 'approve' ? 'Approved' : 'Denied'} by ${mention(person)} as ${role}${reason ? md`: ${reason}` : md``}`
}

const MOVED = 'The approval fell, because what was measured has moved. A new card asks again.'
const WITH_THE_PLAN = 'The question fell with the plan that it was asked for. A release asks again, by the new one.'

/** Why an event closes a gate, or undefined when it does not. First line the reason, then what moved from what to what. */
export function whyClosed(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'gate-fallen':
      return [event.about === 'plan' ? WITH_THE_PLAN : MOVED, ...event.because].join('\n')
    case 'gate-denied':
      return `Denied: ${event.reason}`
    case 'gate-lapsed':
      return `Closed: ${event.reason}. The run is held, and a release measures and asks again.`
    case 'gate-passed':
      return 'Approved. The checks were measured again, nothing had moved, and the run went on.'
    case 'step-failed':
      return `Closed, because the checks did not pass: ${event.failure.summary}`
    case 'step-skipped':
      return `Closed, because the step was skipped: ${event.reason}`
    case 'rollback-asked':
      return `Closed, because the run is rolled back: ${event.reason}`
    case 'abort-asked':
    case 'aborted':
      return `Closed, because the run was aborted: ${event.reason}`
    default:
      return undefined
  }
}
