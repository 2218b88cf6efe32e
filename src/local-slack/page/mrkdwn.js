import { withEmoji } from './emoji.js'
import { escapeHtml, html, trusted } from './html.js'
import { formatDate } from './times.js'

/**
 * Whom and what mentions speak of; each gives a name or undefined.
 * @typedef {{ user(id: string): string | undefined, channel(id: string): string | undefined,
 *   usergroup(id: string): string | undefined }} Names
 */

const withoutEntities = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** A link, when the address is one that a click may open. */
export const link = (url, label) =>
  /^(https?:\/\/|mailto:)/i.test(url)
    ? html`<a href="${url}" target="_blank" rel="noopener noreferrer">${label}</a>`
    : html`${label}`

const mention = (sign, name) => html`<span class="mention">${sign}${name}</span>`

const date = (body, label) => {
  const [, seconds, format, url] = body.split('^')
  const text = Number.isFinite(Number(seconds)) && format ? formatDate(Number(seconds), format) : label
  const time = html`<time title="${label}">${text}</time>`
  return url ? link(url, time) : time
}

const special = (body, label, names) => {
  if (body.startsWith('!date^')) return date(body, label)
  if (body.startsWith('!subteam^')) {
    const id = body.split('^')[1] ?? ''
    return mention('@', names.usergroup(id) ?? label.replace(/^@/, ''))
  }
  return mention('@', label === body ? body.slice(1) : label)
}

/** What stands between `<` and `>`: a mention, a date or a link. */
const token = (inner, names) => {
  const bar = inner.indexOf('|')
  const body = withoutEntities(bar < 0 ? inner : inner.slice(0, bar))
  const label = withoutEntities(bar < 0 ? inner : inner.slice(bar + 1))
  if (body.startsWith('@')) return mention('@', names.user(body.slice(1)) ?? label.replace(/^@/, ''))
  if (body.startsWith('#')) return mention('#', names.channel(body.slice(1)) ?? label.replace(/^#/, ''))
  if (body.startsWith('!')) return special(body, label, names)
  return link(body, label)
}

// Finished pieces wait behind a mark that cannot stand in text, so that later rules do not touch them.
const mark = '\u0000'
const isMark = new RegExp(`${mark}(\\d+)${mark}`, 'g')

const putBack = (kept, text) => text.replace(isMark, (_all, index) => putBack(kept, kept[Number(index)]))

const keeper = () => {
  const kept = []
  return {
    keep(markup) {
      kept.push(markup.text)
      return `${mark}${kept.length - 1}${mark}`
    },
    putBack: (text) => putBack(kept, text),
  }
}

const before = '(^|[\\s(\\[{>*_~"\u2022-]|&quot;|&#39;)'
const after = '(?=$|[\\s.,;:!?)\\]}<*_~"\u2026\u2022-]|&quot;|&#39;)'
const styled = (sign) => new RegExp(`${before}${sign}(?!\\s)([^\\n]*?[^\\s])${sign}${after}`, 'g')
const styles = [
  [styled('\\*'), 'b'],
  [styled('_'), 'i'],
  [styled('~'), 's'],
]

const emphasise = (escaped) =>
  styles.reduce((text, [pattern, tag]) => text.replace(pattern, `$1<${tag}>$2</${tag}>`), escaped)

const inline = (text, names, keep) => {
  const code = (_all, inner) => keep(html`<code>${trusted(escapeHtml(withoutEntities(inner)))}</code>`)
  const withoutTokens = text.replace(/<([^<>\n]+)>/g, (_all, inner) => keep(token(inner, names)))
  const withoutCode = withoutTokens.replace(/`([^`\n]+)`/g, code)
  return emphasise(withEmoji(escapeHtml(withoutEntities(withoutCode))))
}

const isQuote = (line) => /^(>|&gt;) ?/.test(line)
const isItem = (line) => /^\s*[•◦▪] /.test(line)

const isPreformatted = new RegExp(`^${mark}\\d+${mark}$`)

const lineMarkup = (line, names, keep) => {
  if (isPreformatted.test(line)) return line
  const text = inline(line, names, keep)
  return isItem(line) ? `<div class="item">${text.trim()}</div>` : `${text}<br>`
}

const paragraphs = (text, names, keep) => {
  const lines = text.split('\n')
  const parts = []
  for (let at = 0; at < lines.length; ) {
    if (!isQuote(lines[at])) {
      parts.push(lineMarkup(lines[at], names, keep))
      at += 1
      continue
    }
    const end = lines.findIndex((line, index) => index > at && !isQuote(line))
    const quoted = lines.slice(at, end < 0 ? lines.length : end).map((line) => line.replace(/^(>|&gt;) ?/, ''))
    parts.push(
      `<blockquote>${quoted
        .map((line) => lineMarkup(line, names, keep))
        .join('')
        .replace(/<br>$/, '')}</blockquote>`,
    )
    at += quoted.length
  }
  return parts.join('').replace(/<br>$/, '')
}

/**
 * Slack's mrkdwn as markup. Everything is escaped first, so that no text can bring markup of its own.
 * @param {string} text
 * @param {Names} names
 */
export const mrkdwn = (text, names) => {
  const pieces = keeper()
  const clean = text.replaceAll(mark, '')
  const preformatted = (_all, code) =>
    `\n${pieces.keep(html`<pre>${trusted(escapeHtml(withoutEntities(code)))}</pre>`)}\n`
  const blocks = clean.replace(/\n?```\n?([\s\S]+?)\n?```\n?/g, preformatted).replace(/^\n|\n$/g, '')
  return trusted(pieces.putBack(paragraphs(blocks, names, pieces.keep)))
}

/** Text without formatting: escaped, with emoji and line breaks. */
export const plainText = (text) => trusted(withEmoji(escapeHtml(text)).replaceAll('\n', '<br>'))
