import { type Fields, fieldsAt, rowsAt, textAt } from '../fields.ts'

/** An element people can act on, with the block it stands in. */
export interface PlacedElement {
  blockId: string
  block: Fields
  element: Fields
}

const present = (element: Fields | undefined): Fields[] => (element ? [element] : [])

const children = (block: Fields): Fields[] => {
  if (block['type'] === 'actions') return rowsAt(block, 'elements')
  if (block['type'] === 'card') return rowsAt(block, 'actions')
  return [...present(fieldsAt(block, 'accessory')), ...present(fieldsAt(block, 'element'))]
}

/** Every element with an action id, in reading order, inside containers and carousels too. */
export const elementsOf = (blocks: Fields[]): PlacedElement[] =>
  blocks.flatMap((block) => [
    ...children(block)
      .filter((element) => element['action_id'] !== undefined)
      .map((element) => ({ blockId: textAt(block, 'block_id') ?? '', block, element })),
    ...elementsOf(rowsAt(block, 'child_blocks')),
    ...(block['type'] === 'carousel' ? elementsOf(rowsAt(block, 'elements')) : []),
  ])
