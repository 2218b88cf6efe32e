import type { Due, Mailroom, Posted } from '../../model/mailroom.ts'
import type { Chosen } from './choose.ts'
import { fittingLines } from './join-lines.ts'
import { methodOf } from './lanes.ts'

/** One message on its way: the letter that was chosen, and what is in it. The first line is that letter itself. */
export interface Message {
  readonly due: Due
  readonly threadTs: string | undefined
  readonly first: Posted
  readonly others: readonly Posted[]
}

/** The messages for letters that were chosen, with what they say. */
export function messagesOf(chosen: readonly Chosen[], mailroom: Mailroom): readonly Message[] {
  return chosen.flatMap(({ letter: due, parts, threadTs }) => {
    const first = mailroom.find(due.key)
    if (!first) return []
    const others = parts.flatMap(({ key }) => mailroom.find(key) ?? [])
    // What was tried before may stand in Slack: it is taken as it was.
    const fitting = due.triedAt === undefined ? fittingLines([first, ...others]).slice(1) : others
    return [{ due, threadTs, first, others: fitting }]
  })
}

/** Remembers that these messages go out now, in one transaction, before any does. Edits can go out twice and are not remembered. */
export function rememberTries(messages: readonly Message[], mailroom: Mailroom): void {
  const posts = messages.filter(({ due }) => methodOf(due) !== 'update')
  if (posts.length === 0) return
  mailroom.together(() => {
    for (const { first, others } of posts)
      mailroom.trying(
        first.key,
        others.map(({ key }) => key),
      )
  })
}
