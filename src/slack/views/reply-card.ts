import type { Reply } from '../../model/subcommand.ts'
import { card, context, fixedWidth, section, textSize } from './block.ts'
import type { Block, Card } from './card.ts'
import { clampStart, pieces, visible } from './clamp.ts'
import { clampMarkup, md, spoken } from './mrkdwn.ts'
import { planBlocks } from './plan-preview.ts'
import { listBlocks } from './table.ts'

// Together below the 13,200 characters that Slack takes in one message.
const TEXT_MAX = 5800
const TABLE_MAX = 6000
const CODE_MAX = 5500
const ALL_MAX = 12_500

/** An answer to a command: sentences, then a table, a plan, or text in fixed width, each shortened to what fits. */
export function replyCard(reply: Reply): Card {
  const text = sentences(reply.text)
  const table = reply.table ? listBlocks(reply.table, TABLE_MAX) : []
  const used = textSize([...text, ...table])
  const code = reply.code === undefined ? [] : codeBlocks(reply.code, Math.min(CODE_MAX, ALL_MAX - used))
  const plan = reply.plan ? planBlocks(reply.plan, ALL_MAX - textSize([...text, ...table, ...code])) : []
  return card(spoken(reply.text), [...text, ...table, ...plan, ...code])
}

function sentences(text: string): readonly Block[] {
  const said = clampMarkup(spoken(text).md, TEXT_MAX)
  const shown = pieces(said, 2900).map((piece) => section({ md: piece }))
  return shown.filter((block) => block !== undefined)
}

function codeBlocks(text: string, max: number): readonly Block[] {
  const all = visible(text).trimEnd()
  if (max < 200) return []
  const end = clampStart(all, max)
  const left = all.split('\n').length - end.split('\n').length
  const note = left > 0 ? context(md`The first ${left} lines are left out.`) : undefined
  return note ? [note, ...fixedWidth(end)] : fixedWidth(end)
}
