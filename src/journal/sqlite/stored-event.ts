import type { EventType, RunEvent } from '../../model/event.ts'
import type { ChainedEvent } from '../../model/journal.ts'
import { UserError } from '../../model/user-error.ts'
import type { EventRow } from '../chain.ts'

const KNOWN: Readonly<Record<EventType, true>> = {
  started: true,
  'step-started': true,
  'job-started': true,
  'act-paused': true,
  'act-stopped': true,
  'act-kept': true,
  'act-opened': true,
  'act-quiet': true,
  'act-moved': true,
  overridden: true,
  'gate-opened': true,
  'gate-refreshed': true,
  'refresh-asked': true,
  decided: true,
  withdrawn: true,
  'gate-approved': true,
  'gate-denied': true,
  'gate-reminded': true,
  'gate-lapsed': true,
  'gate-fallen': true,
  'gate-passed': true,
  'step-succeeded': true,
  'step-failed': true,
  'step-uncertain': true,
  'step-resolved': true,
  'step-skipped': true,
  'step-undone': true,
  'undo-started': true,
  'undo-failed': true,
  'hold-asked': true,
  released: true,
  'rollback-asked': true,
  'rolled-back': true,
  'abort-asked': true,
  aborted: true,
  finished: true,
  refused: true,
  begun: true,
  preflighted: true,
  'attendance-said': true,
  'driver-changed': true,
  watched: true,
  unwatched: true,
  'plan-changed': true,
  'plan-follows': true,
  'adopt-asked': true,
  'step-dropped': true,
  adopted: true,
}

/** The types of event this program can fold. */
export const KNOWN_TYPES: readonly string[] = Object.keys(KNOWN)

/** The event a row holds. Throws a UserError naming run, seq and type when a newer Drover wrote it. */
export function readEvent(row: EventRow): ChainedEvent {
  const { seq, at, type, version, actor, data, prev_hash: previousHash, hash } = row
  const event = { ...parse(row, data), type, seq, at, actor, version }
  if (!isKnown(event)) refuseUnknown(row)
  return { event, previousHash, hash }
}

/** Says that a history cannot be folded here, and whose it is. */
export function refuseUnknown({ run, seq, type, version }: Pick<EventRow, 'run' | 'seq' | 'type' | 'version'>): never {
  throw new UserError(
    'event-from-the-future',
    `Event ${seq} of ${run} is "${type}" in version ${version}, which this Drover does not know. Start the newer Drover that wrote it; starting this one is not safe.`,
  )
}

function refuseChanged({ run, seq, type, at }: EventRow): never {
  throw new UserError(
    'event-changed',
    `Event ${seq} of ${run} (${type}, ${at}) was changed after it was written, so nothing is read from it. Stop Drover, keep this file, and restore the latest backup; drover audit verify proves the one you restored.`,
  )
}

function parse(row: EventRow, data: string): object {
  try {
    const value: unknown = JSON.parse(data)
    if (typeof value === 'object' && value !== null) return value
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  return refuseChanged(row)
}

/** What else is in an event is what this program wrote: the chain's hash vouches for it. */
function isKnown(event: { type: string; version: number }): event is RunEvent {
  return Object.hasOwn(KNOWN, event.type) && event.version === 1
}
