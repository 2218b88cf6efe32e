import type { Letter } from '../../model/mailroom.ts'
import type { Run } from '../../model/run.ts'
import {
  type Card,
  closedGateCard,
  failureCard,
  gateCard,
  notice,
  type RunView,
  runCard,
  threadLine,
  whyClosed,
} from '../views/index.ts'
import type { Change } from './change.ts'
import { cardKey, gateKeyOf, lineKey, noticeKey, troubleKey } from './keys.ts'

/** Events whose own card says it all; a second post would only be noise. */
const HAVE_A_CARD = ['started', 'gate-opened', 'step-failed', 'step-uncertain', 'undo-failed']

/** The letters that show how a run is right now: its card, its open gate, its trouble. */
export function currentLetters(view: RunView): readonly Letter[] {
  const { run } = view
  const { gate } = run
  const trouble = troubleKey(run)
  return [
    letter(cardKey(run.id), run, runCard(view)),
    ...(gate ? [letter(gateKeyOf(run.id, gate.revision), run, gateCard(run, gate, view))] : []),
    ...(trouble === undefined ? [] : [letter(trouble, run, failureCard(run, view))]),
  ]
}

/** The letters that an event leaves behind for ever: a line in the thread, a post. */
export function lastingLetters({ event, after }: Change, view: RunView): readonly Letter[] {
  const line = threadLine(after, event, view)
  const post = hasItsCard(event) ? undefined : notice(after, event, view)
  return [
    ...(line ? [{ ...letter(lineKey(after.id, event.seq), after, line), threadKey: cardKey(after.id) }] : []),
    ...(post ? [letter(noticeKey(after.id, event.seq), after, post)] : []),
  ]
}

/** What begins later has to be asked for now. */
function hasItsCard(event: Change['event']): boolean {
  return HAVE_A_CARD.includes(event.type) && !(event.type === 'started' && event.startsAt !== undefined)
}

/** The last look of a gate that the event ended. */
export function closingLetters({ before, event, after }: Change): readonly Letter[] {
  const gate = before?.gate
  if (!gate || after.gate?.revision === gate.revision) return []
  const why = whyClosed(event) ?? 'Closed, because the run went on without it.'
  return [letter(gateKeyOf(after.id, gate.revision), after, closedGateCard(after, gate, why))]
}

/** A card as a letter to the run's channel. */
function letter(key: string, { channel }: Run, { text, blocks }: Card): Letter {
  return { key, channel, text, blocks }
}
