/** One word of a typed line. */
export interface RawWord {
  readonly text: string
  /** Where the first `=` outside quotes stands in `text`. */
  readonly equalsAt?: number | undefined
}

/** Which characters end a quote, and whether a backslash escapes inside it. */
export interface QuoteKind {
  readonly ends: string
  readonly escapes: boolean
}

const DOUBLE = '"“”„'
const SINGLE = "'‘’‚"

/** The quote that a character opens. Phones type curly quotes; those are closed by any quote of their kind. */
export function quoteAt(text: string, index: number, isInsideWord: boolean): QuoteKind | undefined {
  const character = text.charAt(index)
  if (character === '’' && isInsideWord) return undefined
  if (DOUBLE.includes(character)) return { ends: endsOf(text, index, '"', DOUBLE), escapes: true }
  if (SINGLE.includes(character)) return { ends: endsOf(text, index, "'", SINGLE), escapes: false }
  return undefined
}

function endsOf(text: string, index: number, straight: string, all: string): string {
  const isStraight = text.charAt(index) === straight && text.includes(straight, index + 1)
  return isStraight ? straight : all
}
