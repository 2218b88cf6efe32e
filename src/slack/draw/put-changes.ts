import type { Mailroom } from '../../model/mailroom.ts'
import type { Run } from '../../model/run.ts'
import type { RunView } from '../views/index.ts'
import type { Change } from './change.ts'
import { tableFiles } from './files.ts'
import { troubleKey } from './keys.ts'
import { closingLetters, currentLetters, lastingLetters } from './letters.ts'
import { asksSomething, settled } from './settled.ts'

/** Puts how a run is now. */
export function putCurrent(view: RunView, mailroom: Mailroom): void {
  for (const letter of currentLetters(view)) mailroom.putAgain(letter)
}

/** Puts what changes left behind: lines, posts, ended gates, settled troubles, long tables. */
export function putChanges(changes: readonly Change[], viewOf: (run: Run) => RunView, mailroom: Mailroom): void {
  for (const change of changes) {
    for (const letter of lastingLetters(change, viewOf(change.after))) mailroom.putMissing(letter)
    for (const letter of closingLetters(change)) mailroom.putAgain(letter)
    for (const letter of tableFiles(change)) mailroom.putMissing(letter)
    settleTrouble(change, mailroom)
  }
}

/** The message of a trouble that is over keeps its words and loses its buttons. */
function settleTrouble({ before, event, after }: Change, mailroom: Mailroom): void {
  const key = before && troubleKey(before)
  if (key === undefined || key === troubleKey(after)) return
  const letter = mailroom.find(key)
  if (letter && asksSomething(letter)) mailroom.put(settled(letter, event))
}
