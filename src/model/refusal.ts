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

/** How many refusals right before it are looked at for the same one. */
const LOOKED_BACK = 50

/** Whether a refusal only says what one of those right before it has just said. `newest` is the history, newest first; no more of it is read than is needed. */
export function isRepeated(actor: string, refused: Refused, newest: Iterable<RunEvent>, at: string): boolean {
  let looked = 0
  for (const event of newest) {
    if (event.type !== 'refused' || looked === LOOKED_BACK) return false
    const isSame = event.actor === actor && event.code === refused.code && event.what === refused.what
    if (isSame && Date.parse(at) - Date.parse(event.at) < SAME_REFUSAL_MS) return true
    looked += 1
  }
  return false
}
