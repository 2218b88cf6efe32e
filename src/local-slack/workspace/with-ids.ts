import { type Fields, fieldsAt, isFields, rowsAt } from '../fields.ts'
import { makeBlockId } from '../identifiers.ts'

const withActionId = (element: Fields): Fields => {
  const isInteractive = !['image', 'plain_text', 'mrkdwn'].includes(String(element['type']))
  return isInteractive && element['action_id'] === undefined ? { ...element, action_id: makeBlockId() } : element
}

const withElementIds = (block: Fields): Fields => {
  const accessory = fieldsAt(block, 'accessory')
  const element = fieldsAt(block, 'element')
  return {
    ...block,
    ...(accessory ? { accessory: withActionId(accessory) } : {}),
    ...(element ? { element: withActionId(element) } : {}),
    ...(block['type'] === 'actions' ? { elements: rowsAt(block, 'elements').map(withActionId) } : {}),
    ...(block['type'] === 'card' && block['actions'] ? { actions: rowsAt(block, 'actions').map(withActionId) } : {}),
    ...(block['type'] === 'container' ? { child_blocks: withIds(block['child_blocks']) } : {}),
  }
}

/** The blocks with an id wherever the bot left one out, as Slack gives them back. */
export const withIds = (blocks: unknown): Fields[] =>
  Array.isArray(blocks)
    ? blocks.filter(isFields).map((block) => withElementIds({ ...block, block_id: block['block_id'] ?? makeBlockId() }))
    : []
