import { type ParseArgsConfig, parseArgs } from 'node:util'
import { refuse, UserError } from '../model/user-error.ts'

/** What a terminal command gets from the process. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Calls back once, when somebody asks the program to end. */
  readonly onSignal: (stop: () => void) => void
}

/** One terminal command. Exit code: 0 ok, 1 failed, 2 bad usage. */
export interface CliCommand {
  readonly name: string
  readonly usage: string
  readonly help: string
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<number>
}

/** Options and words of a command. Throws a UserError with code `usage` for what it does not take. */
export function readArgs<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (cause) {
    const said = cause instanceof Error ? (cause.message.split('. ')[0] ?? cause.message) : String(cause)
    throw new UserError('usage', `${said}. --help shows what it takes.`, { cause })
  }
}

/** `key=value` words as options, the others as words; a Slack line has the same shape. */
export function splitWords(args: readonly string[]): { words: string[]; options: Record<string, string> } {
  const words = args.filter((arg) => !/^[A-Za-z][\w-]*=/.test(arg))
  const pairs = args
    .filter((arg) => /^[A-Za-z][\w-]*=/.test(arg))
    .map((arg): [string, string] => [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)])
  const twice = pairs.find(([key], index) => pairs.findIndex(([other]) => other === key) !== index)
  if (twice) refuse('usage', `${twice[0]} is given twice. Give it once.`)
  return { words, options: Object.fromEntries(pairs) }
}
