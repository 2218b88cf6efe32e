import type { Command } from './command.ts'
import type { EventBody, RunEvent } from './event.ts'
import type { UserError } from './user-error.ts'

export type Refused = Extract<EventBody, { type: 'refused' }>

/** One person at the same button again and again is one refusal a minute. */
export const SAME_REFUSAL_MS = 60_000

/** What the record keeps of a person's command that a rule refused, and whose it was. Undefined for reports of the engine. */
export function refusalOf(
  command: Command,
  { code, message }: Pick<UserError, 'code' | 'message'>,
): { readonly actor: string; readonly event: Refused } | undefined {
  if (!('by' in command)) return undefined
  const role = 'role' in command ? { role: command.role } : {}
  const via = 'via' in command ? { via: command.via } : {}
  return {
    actor: command.by.id,
    event: { type: 'refused', what: command.type, ...role, code, sentence: message, ...via },
  }
}

/** Whether a refusal only says what one of those right before it has just said. `newest` is the end of the history, oldest first. */
export function isRepeated(actor: string, refused: Refused, newest: readonly RunEvent[], at: string): boolean {
  const since = newest.slice(newest.findLastIndex(({ type }) => type !== 'refused') + 1)
  return since.some(
    (event) =>
      event.type === 'refused' &&
      event.actor === actor &&
      event.code === refused.code &&
      event.what === refused.what &&
      Date.parse(at) - Date.parse(event.at) < SAME_REFUSAL_MS,
  )
}
