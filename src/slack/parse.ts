import type { Typed } from '../model/subcommand.ts'
import { refuse } from '../model/user-error.ts'
import type { RawWord } from './typed/raw-word.ts'
import { refuseSecrets } from './typed/refuse-secrets.ts'
import { plainText } from './typed/slack-escapes.ts'
import { splitWords } from './typed/split-words.ts'

/** What somebody typed after `/migrate` or after the bot's name. */
export interface TypedLine extends Typed {
  /** Lower case, since phones begin a line with a capital. `help` when nothing was typed. */
  readonly subcommand: string
}

const KEY = /^[A-Za-z][\w-]*$/

/**
 * Words and `key=value` options of a typed line. Throws a UserError for a quote that is not closed, an option that was
 * given twice, and a value that looks like a secret.
 */
export function parseLine(text: string): TypedLine {
  const [first, ...rest] = splitWords(text.trim())
  const words = rest.filter((word) => keyOf(word) === undefined).map((word) => plainText(word.text))
  const options = optionsOf(rest)
  refuseSecrets([plainText(first?.text ?? ''), ...words], options)
  return { subcommand: plainText(first?.text ?? 'help').toLowerCase(), words, options }
}

function optionsOf(words: readonly RawWord[]): Readonly<Record<string, string>> {
  const options = new Map<string, string>()
  for (const word of words) {
    const key = keyOf(word)
    if (key === undefined) continue
    if (options.has(key))
      refuse('option-twice', `${key} was given twice. Give it once and send the line again; nothing was done.`)
    options.set(key, plainText(word.text.slice(key.length + 1)))
  }
  return Object.fromEntries(options)
}

/** The key of a `key=value` word; words such as `"a=b"` in quotes have none. */
function keyOf({ text, equalsAt }: RawWord): string | undefined {
  const key = equalsAt === undefined ? '' : text.slice(0, equalsAt)
  return KEY.test(key) ? key : undefined
}
