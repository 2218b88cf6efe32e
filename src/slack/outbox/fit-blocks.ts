import type { Json } from '../../model/json.ts'
import type { Content } from './mail.ts'

type Fields = { readonly [key: string]: Json | undefined }

const BLOCKS = 50
const MESSAGE_CHARACTERS = 13_000
const UPDATE_CHARACTERS = 3_900

/**
 * Shortens what Slack would refuse, so that a card is cut rather than lost. Views keep the limits themselves; this is the
 * net under them. Limits: https://docs.slack.dev/reference/block-kit/blocks
 */
export function fitMessage({ text, blocks }: Content): Content {
  const fitted = oneTable(blocks.map(fitBlock))
  return { text: clamp(text, UPDATE_CHARACTERS), blocks: fewer(fitted) }
}

/** A text with a visible sign that something is missing. */
export function clamp(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

function fitBlock(block: Json): Json {
  if (!isFields(block)) return block
  switch (block['type']) {
    case 'header':
      return { ...block, text: fitText(block['text'], 150) }
    case 'section':
      return { ...block, ...present('text', fitText(block['text'], 3_000)), ...present('fields', fitFields(block)) }
    case 'context':
      return { ...block, elements: listOf(block['elements']).slice(0, 10).map(fitElement) }
    case 'actions':
      return { ...block, elements: listOf(block['elements']).slice(0, 25).map(fitElement) }
    case 'table':
      return { ...block, rows: listOf(block['rows']).slice(0, 100).map(fitRow) }
    case 'plan':
      return { ...block, tasks: listOf(block['tasks']).slice(0, 50) }
    default:
      return block
  }
}

function present(key: string, value: Json | undefined): Fields {
  return value === undefined ? {} : { [key]: value }
}

function fitFields(block: Fields): Json | undefined {
  return block['fields'] === undefined
    ? undefined
    : listOf(block['fields'])
        .slice(0, 10)
        .map((field) => fitText(field, 2_000) ?? field)
}

function fitElement(element: Json): Json {
  if (!isFields(element)) return element
  if (element['type'] === 'button') return { ...element, text: fitText(element['text'], 75) }
  return element['type'] === 'image' ? element : (fitText(element, 2_000) ?? element)
}

function fitText(text: Json | undefined, limit: number): Json | undefined {
  if (!isFields(text) || typeof text['text'] !== 'string') return text
  return { ...text, text: clamp(text['text'], limit) || ' ' }
}

/** An empty cell makes Slack refuse the whole message. */
function fitRow(row: Json): Json {
  return listOf(row)
    .slice(0, 20)
    .map((cell) => (isFields(cell) && cell['text'] === '' ? { ...cell, text: '-' } : cell))
}

function oneTable(blocks: readonly Json[]): readonly Json[] {
  const first = blocks.findIndex(isTable)
  return blocks.filter((block, index) => !isTable(block) || index === first)
}

/** Buttons stay; what stands last among the rest goes first. */
function fewer(blocks: readonly Json[]): readonly Json[] {
  if (blocks.length <= BLOCKS && charactersIn(blocks) <= MESSAGE_CHARACTERS) return blocks
  const last = blocks.findLastIndex((block) => !isFields(block) || block['type'] !== 'actions')
  return last <= 0 ? blocks : fewer(blocks.filter((_, index) => index !== last))
}

/** The characters that Slack counts against its limit for a message. */
export function charactersIn(value: Json | undefined): number {
  if (typeof value === 'string') return 0
  if (Array.isArray(value)) return value.reduce((sum: number, inner: Json) => sum + charactersIn(inner), 0)
  if (!isFields(value)) return 0
  const own = typeof value['text'] === 'string' ? value['text'].length : 0
  return Object.values(value).reduce((sum: number, inner) => sum + charactersIn(inner), own)
}

/** Slack takes one of these in a message. */
export function isTable(block: Json): boolean {
  return isFields(block) && block['type'] === 'table'
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
