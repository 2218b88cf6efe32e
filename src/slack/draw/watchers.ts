import type { RunEvent } from '../../model/event.ts'
import type { Letter, Mailroom } from '../../model/mailroom.ts'
import type { Run } from '../../model/run.ts'
import { watchersOf } from '../../model/watching.ts'
import { type Card, driverCard, type RunView, watchCard } from '../views/index.ts'
import type { Change } from './change.ts'
import { dmKey, driverKey, watchKey } from './keys.ts'

/** What telling takes. */
export interface Telling {
  readonly mailroom: Pick<Mailroom, 'find'>
  readonly viewOf: (run: Run) => RunView
  readonly now: () => Date
}

/** What whoever drives or watches a run is told directly. */
const TOLD: readonly RunEvent['type'][] = [
  'gate-opened',
  'gate-fallen',
  'gate-denied',
  'gate-lapsed',
  'hold-asked',
  'plan-changed',
  'plan-follows',
  'adopt-asked',
  'adopted',
  'step-failed',
  'step-uncertain',
  'undo-failed',
  'finished',
  'rolled-back',
  'aborted',
]

/** Older news helps nobody: a repair of the messages tells nothing that long ago. */
const NEWS_MS = 24 * 3_600_000

/**
 * Direct messages to the driver and the watchers of a run, and to both drivers when the driver changes. Nobody is told what
 * they did themselves, nor asked twice: who got a copy of the gate's card has it there.
 */
export function tellings(changes: readonly Change[], telling: Telling): readonly Letter[] {
  const oldestMs = telling.now().getTime() - NEWS_MS
  return changes
    .filter(({ event }) => Date.parse(event.at) >= oldestMs)
    .flatMap((change) => [...toWatchers(change, telling), ...toDrivers(change)])
}

function toWatchers({ event, after }: Change, { mailroom, viewOf }: Telling): readonly Letter[] {
  if (!TOLD.includes(event.type)) return []
  const told = [...new Set([after.driver, ...watchersOf(after)])].filter(
    (user) => user !== event.actor && !isAsked(after, event, user, mailroom),
  )
  return told.flatMap((user) =>
    letters(watchKey(after.id, event.seq, user), user, watchCard(after, event, viewOf(after), user)),
  )
}

function isAsked({ id }: Run, event: RunEvent, user: string, mailroom: Telling['mailroom']): boolean {
  return event.type === 'gate-opened' && mailroom.find(dmKey(id, event.revision, user)) !== undefined
}

function toDrivers({ before, event, after }: Change): readonly Letter[] {
  if (!before || event.type !== 'driver-changed') return []
  return [before.driver, event.to].flatMap((user) =>
    letters(driverKey(after.id, event.seq, user), user, driverCard(after, user)),
  )
}

function letters(key: string, channel: string, said: Card | undefined): readonly Letter[] {
  return said ? [{ key, channel, text: said.text, blocks: said.blocks }] : []
}
