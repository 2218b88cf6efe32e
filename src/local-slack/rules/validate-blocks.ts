import { isFields } from '../fields.ts'
import { blockOn, type Surface } from './block-kinds.ts'
import { list } from './checks.ts'
import { LIMITS } from './limits.ts'
import type { Problem } from './problem.ts'

const maxBlocks = (surface: Surface): number => (surface === 'message' ? LIMITS.messageBlocks : LIMITS.viewBlocks)

const repeated = (values: unknown[]): number[] =>
  values.flatMap((value, index) => (value !== undefined && values.indexOf(value) !== index ? [index] : []))

const repeatedIds = (blocks: unknown[]): Problem[] => {
  const ids = blocks.map((block) => (isFields(block) ? block['block_id'] : undefined))
  return repeated(ids).map((index) => ({
    pointer: `/blocks/${index}/block_id`,
    message: `block_id "${String(ids[index])}" is used more than once`,
  }))
}

const tooMany = (blocks: unknown[], type: string, max: number): Problem[] => {
  const places = blocks.flatMap((block, index) => (isFields(block) && block['type'] === type ? [index] : []))
  return places.slice(max).map((index) => ({
    pointer: `/blocks/${index}`,
    message: `no more than ${max} ${type} blocks allowed`,
  }))
}

const markdownLength = (blocks: unknown[]): number =>
  blocks.filter(isFields).reduce((sum, block) => {
    const text = block['type'] === 'markdown' ? block['text'] : undefined
    return sum + (typeof text === 'string' ? text.length : 0)
  }, 0)

const markdownTogether = (blocks: unknown[]): Problem[] =>
  markdownLength(blocks) > LIMITS.markdownText
    ? [
        {
          pointer: '/blocks',
          message: `markdown blocks together must be less than ${LIMITS.markdownText + 1} characters`,
        },
      ]
    : []

/** What Slack would refuse in these blocks on that surface; empty when it would take them. */
export const validateBlocks = (blocks: unknown, surface: Surface): Problem[] => {
  const problems = list(blockOn(surface), maxBlocks(surface), 0)(blocks, '/blocks')
  if (!Array.isArray(blocks)) return problems
  return [
    ...problems,
    ...repeatedIds(blocks),
    ...tooMany(blocks, 'table', LIMITS.tablesPerMessage),
    ...tooMany(blocks, 'data_visualization', LIMITS.chartsPerMessage),
    ...markdownTogether(blocks),
  ]
}
