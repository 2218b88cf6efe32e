import { anything, byType, list, number, shape, text, word } from './checks.ts'
import type { Check } from './problem.ts'

const style = { style: anything }
const any = text(Number.POSITIVE_INFINITY, 0)

const inline: Check = byType({
  text: shape({ text: text(Number.POSITIVE_INFINITY) }, style),
  link: shape({ url: text(3_000) }, { text: any, unsafe: anything, ...style }),
  emoji: shape({ name: any }, { unicode: any, url: any, skin_tone: anything, ...style }),
  user: shape({ user_id: any }, style),
  usergroup: shape({ usergroup_id: any }, style),
  channel: shape({ channel_id: any }, style),
  team: shape({ team_id: any }, style),
  color: shape({ value: any }, style),
  date: shape({ timestamp: number(), format: any }, { url: any, fallback: any, ...style }),
  broadcast: shape({ range: word('here', 'channel', 'everyone') }, style),
})

const border = { border: number(0, 1) }
const section = shape({ elements: list(inline, Number.POSITIVE_INFINITY, 0) })

const part: Check = byType({
  rich_text_section: section,
  rich_text_preformatted: shape({ elements: list(inline, Number.POSITIVE_INFINITY, 0) }, { language: any, ...border }),
  rich_text_quote: shape({ elements: list(inline, Number.POSITIVE_INFINITY, 0) }, border),
  rich_text_list: shape(
    { elements: list(byType({ rich_text_section: section })), style: word('bullet', 'ordered') },
    { indent: number(0, 8), offset: number(0), ...border },
  ),
})

/** A rich_text block, alone or inside a table cell, a plan card or a container. */
export const richText: Check = byType({
  rich_text: shape({ elements: list(part) }, { block_id: text(255) }),
})
