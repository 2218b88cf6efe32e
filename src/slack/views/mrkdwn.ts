import { clamp, oneLine, visible } from './clamp.ts'

/** Text in Slack's mark-up that is safe to send: only `md` and the functions here make it, and they escape. */
export interface Md {
  readonly md: string
}

const INSERT_MAX = 400

/**
 * Builds mark-up. Each inserted string is data: one line, shortened, and unable to format, link or mention. Rules:
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function md(texts: TemplateStringsArray, ...inserts: readonly (string | number | Md)[]): Md {
  const parts = texts.map((text, index) => `${text}${insertText(inserts[index])}`)
  return { md: parts.join('') }
}

function insertText(insert: string | number | Md | undefined): string {
  if (insert === undefined) return ''
  return typeof insert === 'object' ? insert.md : data(String(insert), INSERT_MAX)
}

/** Data of at most `max` characters after escaping, for sentences that may be longer than an insert. */
export function long(text: string, max: number): Md {
  return { md: data(text, max) }
}

function data(text: string, max: number): string {
  return clampMarkup(escapeMarkup(clamp(oneLine(text), max)), max)
}

/** Backticks become a look-alike, so that data can neither open nor close a code span. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('`', 'ˋ')
}

/** Mark-up of at most `max` characters; never half an entity, link or code span. */
export function clampMarkup(markup: string, max: number): string {
  if (markup.length <= max) return markup
  const whole = clamp(markup, max - 1)
    .slice(0, -1)
    .replace(/&[a-z]*$/, '')
    .replace(/<[^>]*$/, '')
  return `${whole}…${whole.split('`').length % 2 === 0 ? '`' : ''}`
}

/** An emoji by its name. */
export function icon(name: string): Md {
  return { md: `:${name}:` }
}

/** Mark-up without its bold marks. */
export function unmarked(text: Md): Md {
  return { md: text.md.replaceAll('*', '') }
}

/** Bold data. */
export function bold(text: string): Md {
  return md`*${text.replaceAll('*', '∗') || '-'}*`
}

/** Data that is struck through. */
export function struck(text: string): Md {
  return md`~${text.replaceAll('~', '∼') || '-'}~`
}

/** Data in fixed width. */
export function code(text: string): Md {
  return md`\`${text || '-'}\``
}

/** A person. Ids that Slack would not know stay plain text. */
export function mention(id: string): Md {
  if (id === 'drover') return md`Drover`
  return /^[A-Z0-9]{2,}$/.test(id) ? { md: `<@${id}>` } : md`${id}`
}

/** A channel. A direct message has no name to show. */
export function place(channel: string): Md {
  return /^[CG][A-Z0-9]+$/.test(channel) ? { md: `<#${channel}>` } : md`a direct message`
}

/** An instant in the reader's own time zone. */
export function when(at: string, shown: 'time' | 'day' = 'time'): Md {
  const ms = Date.parse(at)
  if (Number.isNaN(ms)) return md`${at}`
  const format = shown === 'time' ? '{date_short_pretty}, {time}' : '{date_short_pretty}'
  const fallback = new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
  return { md: `<!date^${Math.floor(ms / 1000)}^${format}|${fallback} UTC>` }
}

/** Parts with a separator between them. */
export function join(parts: readonly (Md | undefined)[], separator: string): Md {
  return { md: parts.flatMap((part) => (part && part.md !== '' ? [part.md] : [])).join(separator) }
}

/** One line each. */
export function lines(...parts: readonly (Md | undefined)[]): Md {
  return join(parts, '\n')
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly Md[]): Md {
  const last = parts.at(-1)
  if (!last || parts.length === 1) return last ?? md``
  return md`${join(parts.slice(0, -1), ', ')} and ${last}`
}

/**
 * Text written by our own commands: its marks and its mentions of single people work, everything else of Slack's syntax
 * (channel-wide mentions, links) is shown as it is.
 */
export function spoken(text: string): Md {
  const escaped = visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return { md: escaped.replaceAll(/&lt;@([A-Z0-9]{2,})&gt;/g, '<@$1>') }
}
