import type { Posted } from '../../model/mailroom.ts'
import { charactersIn, isTable } from './fit-blocks.ts'

/** Below what Slack takes, so that no line is cut for the sake of another. */
const BLOCKS = 40
const CHARACTERS = 11_000
const TEXT_CHARACTERS = 3_500
const TABLES = 1

/** As many of these lines, from the first, as fit into one message; always the first. */
export function fittingLines(lines: readonly Posted[]): readonly Posted[] {
  const tooMany = lines.findIndex((_, index) => index > 0 && !fits(lines.slice(0, index + 1)))
  return tooMany === -1 ? lines : lines.slice(0, tooMany)
}

/** Lines of a thread as one message under the first one's key: every line keeps its text and its blocks. */
export function joined(first: Posted, others: readonly Posted[]): Posted {
  if (others.length === 0) return first
  const lines = [first, ...others]
  return { ...first, text: lines.map(({ text }) => text).join('\n'), blocks: lines.flatMap(({ blocks }) => blocks) }
}

function fits(lines: readonly Posted[]): boolean {
  const blocks = lines.flatMap((line) => line.blocks)
  return (
    blocks.length <= BLOCKS &&
    blocks.filter(isTable).length <= TABLES &&
    charactersIn(blocks) <= CHARACTERS &&
    lines.reduce((sum, { text }) => sum + text.length + 1, 0) <= TEXT_CHARACTERS
  )
}
