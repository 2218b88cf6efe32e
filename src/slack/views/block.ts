import type { Json } from '../../model/json.ts'
import type { Block, Card } from './card.ts'
import { clamp, oneLine, pieces, visible } from './clamp.ts'
import { clampMarkup, type Md, unmarked } from './mrkdwn.ts'

const HEADER_MAX = 150
const SECTION_MAX = 3000
const FIELD_MAX = 2000
const BLOCK_ID_MAX = 255
// A message that is edited takes 4,000 characters of text.
const FALLBACK_MAX = 3000

/** A card; `text` becomes its fallback, which is read out and shown as a notification, where bold is noise. */
export function card(text: Md, blocks: readonly (Block | undefined)[]): Card {
  return { text: clampMarkup(unmarked(text).md, FALLBACK_MAX) || '-', blocks: present(blocks) }
}

/** The blocks that are there. */
export function present(blocks: readonly (Block | undefined)[]): Block[] {
  return blocks.filter((block) => block !== undefined)
}

/** A text object without mark-up. Emoji names in data stay as they were typed. */
export function plain(text: string, max: number) {
  return { type: 'plain_text' as const, text: clamp(oneLine(text), max) || '-', emoji: false }
}

/** A text object with mark-up; `verbatim` keeps Slack from making links out of data. */
export function marked(text: Md, max: number) {
  return { type: 'mrkdwn' as const, text: clampMarkup(text.md, max) || '-', verbatim: true }
}

/** The heading of a card. */
export function header(text: string): Block {
  return { type: 'header', text: plain(text, HEADER_MAX) }
}

/** A paragraph, or nothing when there is nothing to say. */
export function section(text: Md | undefined): Block | undefined {
  return text && text.md !== '' ? { type: 'section', text: marked(text, SECTION_MAX) } : undefined
}

/** Short facts in two columns; at most ten. */
export function facts(fields: readonly (Md | undefined)[]): Block | undefined {
  const shown = fields.flatMap((field) => (field ? [marked(field, FIELD_MAX)] : [])).slice(0, 10)
  return shown.length > 0 ? { type: 'section', fields: shown } : undefined
}

/** Small print, one line. */
export function context(text: Md | undefined): Block | undefined {
  return text && text.md !== '' ? { type: 'context', elements: [marked(text, FIELD_MAX)] } : undefined
}

/** Buttons in a row, or nothing when there are none. `id` tells revisions of a card apart. */
export function actions(id: string, buttons: readonly (Block | undefined)[]): Block | undefined {
  const shown = present(buttons).slice(0, 25)
  return shown.length > 0 ? { type: 'actions', block_id: clamp(id, BLOCK_ID_MAX), elements: shown } : undefined
}

/** Fixed width text that nothing in it can break out of. Several blocks when it is long. */
export function fixedWidth(text: string): readonly Block[] {
  return pieces(visible(text), SECTION_MAX - 100).map((piece) => ({
    type: 'rich_text',
    elements: [preformatted(piece)],
  }))
}

/** One paragraph of plain data, as the cards of a plan want it. */
export function richText(text: string): Block {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: text || '-' }] }],
  }
}

/** The characters that Slack counts against its limit for a message: every text in the blocks. */
export function textSize(value: Json | undefined): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, part]) => sum + (key === 'text' && typeof part === 'string' ? part.length : textSize(part)),
    0,
  )
}

function preformatted(text: string) {
  return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: text || '-' }] }
}
