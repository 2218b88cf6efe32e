import { isRehearsal } from '../../model/rehearsal.ts'
import type { Run } from '../../model/run.ts'
import { header, marked, plain } from './block.ts'
import type { Block, Card, Modal } from './card.ts'
import { clampMarkup, md } from './mrkdwn.ts'

const WORD = 'REHEARSAL'
const FALLBACK_MAX = 3000
const SECTION_MAX = 3000
const BLOCKS_MAX = 50

/** A card about a run; one of a rehearsal says so before anything else, in what is shown and in what is read out. */
export function inMode({ plan }: Pick<Run, 'plan'>, { text, blocks }: Card): Card {
  if (!isRehearsal(plan)) return { text, blocks }
  return { text: clampMarkup(`${WORD} · ${text}`, FALLBACK_MAX), blocks: withMark(blocks) }
}

/** A window about a run. */
export function windowInMode({ plan }: Pick<Run, 'plan'>, modal: Modal): Modal {
  if (!isRehearsal(plan)) return modal
  const said = md`*${WORD}.* Nothing of production is changed. What it made is taken back in the end, after an abort as well.`
  return { ...modal, blocks: [{ type: 'section', text: marked(said, SECTION_MAX) }, ...modal.blocks] }
}

function withMark(blocks: readonly Block[]): readonly Block[] {
  const [first, ...rest] = blocks
  if (first?.type === 'header') return [header(`${WORD} · ${textIn(first)}`), ...rest]
  if (first?.type === 'section' && textIn(first) !== '')
    return [{ ...first, text: marked({ md: `*${WORD}* · ${textIn(first)}` }, SECTION_MAX) }, ...rest]
  if (!first) return []
  return [{ type: 'header', text: plain(WORD, WORD.length) }, ...blocks].slice(0, BLOCKS_MAX)
}

function textIn({ text }: Block): string {
  return typeof text === 'object' && text !== null && 'text' in text && typeof text['text'] === 'string'
    ? text['text']
    : ''
}
