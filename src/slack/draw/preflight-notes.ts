import type { Letter } from '../../model/mailroom.ts'
import { preflightNote } from '../views/index.ts'
import type { Change } from './change.ts'
import { preflightKey } from './keys.ts'

/** Direct messages to the driver, whenever something else is not in order than before. */
export function preflightNotesOf(changes: readonly Change[]): readonly Letter[] {
  return changes.flatMap(({ event, after }) => {
    const note = event.type === 'preflighted' ? preflightNote(after, event) : undefined
    return note ? [{ key: preflightKey(after.id, event.seq), channel: after.driver, ...note }] : []
  })
}
