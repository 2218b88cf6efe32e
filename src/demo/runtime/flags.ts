/** A command line taken apart: flags with their values, and the words that are not flags. */
export interface Parsed {
  flags: Map<string, string>
  words: string[]
}

/** A flag nobody knows; the message is the program's own. */
export class UnknownFlag extends Error {
  override name = 'UnknownFlag'
}

/** Flags of one command: what they are called in the result, and whether a value follows. */
export type FlagTable = Record<string, { name: string; hasValue?: boolean }>

/**
 * Reads `--flag value`, `--flag=value` and `-f value`, before and between words. A flag given twice
 * keeps both values, joined by a comma. With `onlyLeading`, everything from the first word on stays as it is.
 */
export function parseFlags(args: string[], table: FlagTable, onlyLeading = false): Parsed {
  const flags = new Map<string, string>()
  const words: string[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (!arg.startsWith('-') || arg === '-') {
      if (onlyLeading) return { flags, words: args.slice(at) }
      words.push(arg)
      continue
    }
    const [, key = arg, inline] = /^(--?[^=]+)(?:=(.*))?$/s.exec(arg) ?? []
    const known = table[key]
    if (!known) throw new UnknownFlag(`unknown flag: ${key}`)
    const value = known.hasValue ? (inline ?? args[++at] ?? '') : (inline ?? 'true')
    const before = flags.get(known.name)
    flags.set(known.name, before === undefined ? value : `${before},${value}`)
  }
  return { flags, words }
}
