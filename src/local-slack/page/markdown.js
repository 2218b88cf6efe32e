import { withEmoji } from './emoji.js'
import { escapeHtml, html, trusted } from './html.js'
import { link } from './mrkdwn.js'

const styled = (escaped) =>
  escaped
    .replace(/\*\*([^*\n]+)\*\*/g, '<b>$1</b>')
    .replace(/(^|[\s(])[*_]([^*_\n]+)[*_](?=$|[\s.,;:!?)])/g, '$1<i>$2</i>')
    .replace(/~~([^~\n]+)~~/g, '<s>$1</s>')

const pieces = /`([^`\n]+)`|\[([^\]\n]+)\]\(([^)\s]+)\)/g

const inline = (text) => {
  const parts = []
  let at = 0
  for (const match of text.matchAll(pieces)) {
    parts.push(styled(withEmoji(escapeHtml(text.slice(at, match.index)))))
    parts.push(match[1] === undefined ? link(match[3], match[2]).text : html`<code>${match[1]}</code>`.text)
    at = match.index + match[0].length
  }
  parts.push(styled(withEmoji(escapeHtml(text.slice(at)))))
  return trusted(parts.join(''))
}

const lineMarkup = (line) => {
  const heading = /^#{1,6} (.*)/.exec(line)
  if (heading) return html`<h4>${inline(heading[1])}</h4>`
  const item = /^\s*(?:[-*]|(\d+)\.) (.*)/.exec(line)
  if (item) return html`<div class="item">${item[1] ? `${item[1]}.` : '•'} ${inline(item[2])}</div>`
  const quote = /^> ?(.*)/.exec(line)
  if (quote) return html`<blockquote>${inline(quote[1])}</blockquote>`
  return html`<div>${inline(line)}</div>`
}

/** A markdown block's text as markup: headings, lists, quotes, code, emphasis and links. */
export const markdown = (text) =>
  html`<div class="markdown">${text
    .split(/```[a-z]*\n?/)
    .map((part, at) =>
      at % 2 === 1 ? html`<pre>${part.replace(/\n$/, '')}</pre>` : part.split('\n').map(lineMarkup),
    )}</div>`
