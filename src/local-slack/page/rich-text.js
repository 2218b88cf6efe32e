import { emojiOf } from './emoji.js'
import { html } from './html.js'
import { link, plainText } from './mrkdwn.js'
import { formatDate } from './times.js'

const tags = [
  ['bold', 'b'],
  ['italic', 'i'],
  ['strike', 's'],
  ['underline', 'u'],
  ['code', 'code'],
]

const wrap = { b: (m) => html`<b>${m}</b>`, i: (m) => html`<i>${m}</i>`, s: (m) => html`<s>${m}</s>` }
wrap.u = (m) => html`<u>${m}</u>`
wrap.code = (m) => html`<code>${m}</code>`

const styled = (element, markup) =>
  tags.reduce((inner, [style, tag]) => (element.style?.[style] ? wrap[tag](inner) : inner), markup)

const mention = (sign, name) => html`<span class="mention">${sign}${name}</span>`

const kinds = {
  text: (element) => plainText(element.text),
  link: (element) => link(element.url, element.text ?? element.url),
  emoji: (element) => html`${emojiOf(element.name) ?? `:${element.name}:`}`,
  user: (element, names) => mention('@', names.user(element.user_id) ?? element.user_id),
  usergroup: (element, names) => mention('@', names.usergroup(element.usergroup_id) ?? element.usergroup_id),
  channel: (element, names) => mention('#', names.channel(element.channel_id) ?? element.channel_id),
  broadcast: (element) => mention('@', element.range),
  date: (element) => html`<time title="${element.fallback}">${formatDate(element.timestamp, element.format)}</time>`,
  color: (element) => html`<code>${element.value}</code>`,
}

const inline = (element, names) =>
  Object.hasOwn(kinds, element.type) ? styled(element, kinds[element.type](element, names)) : ''

const inlines = (elements, names) => (elements ?? []).map((element) => inline(element, names))

const list = (element, names) => {
  const items = element.elements.map((item) => html`<li>${inlines(item.elements, names)}</li>`)
  const indent = `margin-left:${Number(element.indent ?? 0) * 20}px`
  return element.style === 'ordered'
    ? html`<ol start="${Number(element.offset ?? 0) + 1}" style="${indent}">${items}</ol>`
    : html`<ul style="${indent}">${items}</ul>`
}

const parts = {
  rich_text_section: (element, names) => html`<div>${inlines(element.elements, names)}</div>`,
  rich_text_preformatted: (element, names) => html`<pre>${inlines(element.elements, names)}</pre>`,
  rich_text_quote: (element, names) => html`<blockquote>${inlines(element.elements, names)}</blockquote>`,
  rich_text_list: list,
}

/** A rich_text block as markup. */
export const richText = (block, names) =>
  html`<div class="rich-text">${(block?.elements ?? []).map((element) =>
    Object.hasOwn(parts, element.type) ? parts[element.type](element, names) : '',
  )}</div>`
