import type { RunEvent } from '../../model/event.ts'
import { DROVER } from '../../model/event.ts'
import type { Json } from '../../model/json.ts'
import type { Letter } from '../../model/mailroom.ts'

const WORDS: Readonly<Partial<Record<RunEvent['type'], string>>> = {
  'step-started': 'Tried again',
  'undo-started': 'Tried again',
  'step-resolved': 'Resolved',
  'step-skipped': 'Skipped',
  'step-undone': 'Settled',
  'rollback-asked': 'Rolled back',
  'abort-asked': 'Aborted',
  aborted: 'Aborted',
}

/** The message of a trouble that is over: what it said stays, its buttons go, and it says who settled it. */
export function settled(letter: Letter, event: RunEvent): Letter {
  const who = event.actor === DROVER ? '' : ` by <@${event.actor}>`
  const said = `:white_check_mark: ${WORDS[event.type] ?? 'Settled'}${who}.`
  const context = { type: 'context', elements: [{ type: 'mrkdwn', text: said }] }
  return { ...letter, blocks: [...letter.blocks.filter((block) => !isActions(block)), context] }
}

/** Does the message still ask for something? */
export function asksSomething({ blocks }: Letter): boolean {
  return blocks.some(isActions)
}

function isActions(block: Json): boolean {
  return typeof block === 'object' && block !== null && 'type' in block && block['type'] === 'actions'
}
