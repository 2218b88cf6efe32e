import { refuse } from '../../model/user-error.ts'
import { type QuoteKind, quoteAt, type RawWord } from './raw-word.ts'

const SLACK_ESCAPE = /<(?:[@#!]|https?:|mailto:|tel:)[^<>]*>/y

interface Piece {
  readonly text: string
  readonly next: number
  readonly isQuoted: boolean
}

/**
 * Splits a line into words as a shell does: quotes join, a backslash takes the next character as it is. Slack's own
 * escapes such as `<@U123|ann>` stay whole. Throws a UserError when a quote is not closed.
 */
export function splitWords(line: string): readonly RawWord[] {
  const words: RawWord[] = []
  let index = 0
  while (index < line.length) {
    if (/\s/.test(line.charAt(index))) {
      index += 1
      continue
    }
    const { word, next } = readWord(line, index)
    words.push(word)
    index = next
  }
  return words
}

function readWord(line: string, start: number): { word: RawWord; next: number } {
  let text = ''
  let equalsAt: number | undefined
  let index = start
  while (index < line.length && !/\s/.test(line.charAt(index))) {
    const piece = readPiece(line, index, text !== '' && !text.endsWith('='))
    if (equalsAt === undefined && !piece.isQuoted && piece.text === '=') equalsAt = text.length
    text += piece.text
    index = piece.next
  }
  return { word: { text, equalsAt }, next: index }
}

function readPiece(line: string, index: number, isInsideWord: boolean): Piece {
  const mention = escapeAt(line, index)
  if (mention) return { text: mention, next: index + mention.length, isQuoted: true }
  const quote = quoteAt(line, index, isInsideWord)
  if (quote) return readQuoted(line, index + 1, quote)
  if (line.charAt(index) === '\\' && index + 1 < line.length)
    return { text: line.charAt(index + 1), next: index + 2, isQuoted: true }
  return { text: line.charAt(index), next: index + 1, isQuoted: false }
}

function readQuoted(line: string, start: number, quote: QuoteKind): Piece {
  let text = ''
  for (let index = start; index < line.length; index++) {
    const character = line.charAt(index)
    if (quote.ends.includes(character)) return { text, next: index + 1, isQuoted: true }
    const isEscape = quote.escapes && character === '\\' && `\\${quote.ends}`.includes(line.charAt(index + 1) || ' ')
    if (isEscape) index += 1
    text += line.charAt(index)
  }
  return refuse(
    'quote-open',
    'A quote in this line is not closed. Put the same quote at its end and send the line again; nothing was done.',
  )
}

function escapeAt(line: string, index: number): string | undefined {
  if (line.charAt(index) !== '<') return undefined
  SLACK_ESCAPE.lastIndex = index
  return SLACK_ESCAPE.exec(line)?.[0]
}
