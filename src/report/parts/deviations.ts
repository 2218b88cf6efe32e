import { DROVER, type EventType, type RunEvent } from '../../model/event.ts'
import { eventText } from '../../model/event-text.ts'
import type { Deviation } from '../report.ts'
import type { Story } from './source.ts'

const KINDS: Readonly<Partial<Record<EventType, string>>> = {
  refused: 'refusal',
  'step-failed': 'failure',
  'step-uncertain': 'uncertain',
  'step-resolved': 'resolved',
  'step-skipped': 'skip',
  'act-paused': 'rest',
  'act-stopped': 'rest',
  'act-quiet': 'lull',
  'gate-denied': 'deny',
  'gate-fallen': 'fall',
  'gate-lapsed': 'fall',
  withdrawn: 'withdrawal',
  'hold-asked': 'hold',
  'rollback-asked': 'rollback',
  'undo-failed': 'failure',
  'abort-asked': 'abort',
  overridden: 'override',
  'driver-changed': 'hand-over',
  'plan-changed': 'plan',
  'plan-follows': 'plan',
  'adopt-asked': 'plan',
  'step-dropped': 'plan',
  adopted: 'plan',
}

/** Everything that did not go as the plan says, in order. */
export function deviationsOf({ turns, nameOf }: Story): readonly Deviation[] {
  return turns.flatMap(({ event }) => {
    const kind = kindOf(event)
    return kind === undefined ? [] : [{ at: event.at, kind, who: nameOf(event.actor), words: eventText(event, nameOf) }]
  })
}

function kindOf(event: RunEvent): string | undefined {
  if (event.type === 'step-started' || event.type === 'undo-started') return event.attempt > 1 ? 'retry' : undefined
  if (event.type === 'step-skipped' && event.actor === DROVER) return 'not needed'
  return KINDS[event.type]
}
