// Controls, direction marks and characters without width can make a line look like another one; lone surrogates are no
// text at all. The joiners stay: emoji and some scripts are made with them.
const UNSEEN = /(?![\n\t])\p{Cc}|[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]|\p{Cs}/gu
const TERMINAL_COLOURS = /\p{Cc}\[[\d;]*m/gu

/** Text without characters that cannot be seen or that turn the text around them; line ends stay. */
export function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(TERMINAL_COLOURS, '').replaceAll(UNSEEN, '')
}

// More than any line of a card; what comes after it is cut away before it is looked at.
const LINE_MAX = 8000

/** Visible text on one line. */
export function oneLine(text: string): string {
  return visible(clamp(text, LINE_MAX).replaceAll(/\s+/gu, ' ')).trim()
}

/** At most `max` UTF-16 units (what Slack counts), the end replaced by `…` when it is longer. Never half an emoji. */
export function clamp(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** Like clamp, but it is the beginning that goes: for logs, whose end matters. */
export function clampStart(text: string, max: number): string {
  return text.length <= max ? text : `…${text.slice(text.length - max + 1).replace(/^[\uDC00-\uDFFF]/, '')}`
}

/** Text in pieces of at most `max` units, cut at line ends where there are any. */
export function pieces(text: string, max: number): readonly string[] {
  if (text.length <= max) return text === '' ? [] : [text]
  const head = text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '')
  const lineEnd = head.lastIndexOf('\n')
  const cut = lineEnd > 0 ? lineEnd : head.length
  return [text.slice(0, cut), ...pieces(text.slice(lineEnd > 0 ? cut + 1 : cut), max)]
}
