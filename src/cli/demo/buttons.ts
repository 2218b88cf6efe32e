import type { Message } from '../../local-slack/index.ts'

/** Finds buttons by their action id, deep in whatever blocks a card has. */
export function buttonsOf(message: Message): readonly string[] {
  return [...JSON.stringify(message.blocks).matchAll(/"action_id":"([^"]+)"/g)].flatMap(([, id]) =>
    id === undefined ? [] : [id],
  )
}
