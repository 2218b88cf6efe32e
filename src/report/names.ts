import { DROVER } from '../model/event.ts'
import type { ChainedEvent } from '../model/journal.ts'

type NameOf = (id: string) => string

/** Who everybody is that did something in a history or is mentioned in it. */
export async function namesIn(
  history: readonly ChainedEvent[],
  find: (id: string) => Promise<string>,
): Promise<NameOf> {
  const ids = idsIn(history)
  const names = new Map(await Promise.all(ids.map(async (id): Promise<[string, string]> => [id, await find(id)])))
  return (id) => names.get(id) ?? id
}

/** Slack shows ids as names by itself; a file does not. */
export function withNames(text: string, nameOf: NameOf): string {
  return text.replace(/<@(\w+)>/g, (_, id: string) => nameOf(id))
}

function idsIn(history: readonly ChainedEvent[]): readonly string[] {
  const people = history.flatMap(({ event }) => [
    event.actor,
    ...(event.type === 'decided' ? [event.decision.person] : []),
  ])
  const mentions = JSON.stringify(history.map(({ event }) => event)).matchAll(/<@(\w+)>/g)
  return [...new Set([...people, ...[...mentions].map(([, id = '']) => id)])].filter((id) => id !== DROVER)
}
