import { readArgs } from '../src/cli/terminal.ts'
import { closest } from '../src/model/suggestion.ts'
import { UserError } from '../src/model/user-error.ts'
import { ack } from './ack.ts'
import { type Bench, type Found, parserOptions } from './bench.ts'
import { faults } from './faults.ts'
import { fleet } from './fleet.ts'
import { fuzz } from './fuzz.ts'
import { machineText } from './installed.ts'
import { journal } from './journal.ts'
import { move } from './move.ts'
import { storm } from './storm.ts'
import { tableText } from './table.ts'
import { verify } from './verify.ts'

/** Every measurement, in the order of the help. */
export const BENCHES: readonly Bench[] = [journal, ack, fleet, move, verify, storm, faults, fuzz]

/** What the program gets from its process. */
export interface Screen {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

/** Runs the bench that is named. Exit code: 0 measured, 1 failed, 2 bad usage. */
export async function runBench(argv: readonly string[], screen: Screen): Promise<number> {
  const [name, ...args] = argv
  try {
    if (name === undefined || name === '--help') return help(screen)
    return await measure(benchCalled(name), args, screen)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    screen.err(error.message)
    return error.code === 'usage' ? 2 : 1
  }
}

async function measure(bench: Bench, args: readonly string[], screen: Screen): Promise<number> {
  const { values, positionals } = readArgs(args, parserOptions(bench))
  const [extra] = positionals
  if (extra !== undefined)
    throw new UserError('usage', `"${extra}" is not an option of ${bench.name}. --help shows what it takes.`)
  if (values['help']) return helpFor(bench, screen)
  screen.out(`${bench.summary}\n${machineText()}\n${bench.needs}\n`)
  const found = await bench.run(textsIn(values), { env: screen.env, say: screen.out })
  show(bench, found, values['json'] === true, screen)
  return 0
}

function show({ name }: Bench, { rows, notes, keys }: Found, asJson: boolean, { out }: Screen): void {
  out(`\n${tableText(rows)}\n`)
  for (const note of notes) out(note)
  if (asJson) out(JSON.stringify({ bench: name, ...keys }))
}

function textsIn(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      if (value === true) return [[name, '']]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}

function benchCalled(name: string): Bench {
  const found = BENCHES.find((bench) => bench.name === name)
  if (found) return found
  const names = BENCHES.map((bench) => bench.name)
  const near = closest(name, names)
  throw new UserError(
    'usage',
    `There is no bench ${name}.${near ? ` Did you mean ${near}?` : ''} There are ${names.join(', ')}; --help says what each measures.`,
  )
}

function help({ out }: Screen): number {
  const lines = BENCHES.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`)
  out(['npm run bench -- <name> [--json] [options]', ...lines, '', 'npm run bench -- <name> --help'].join('\n'))
  return 0
}

function helpFor({ name, summary, needs, options, flags = {} }: Bench, { out }: Screen): number {
  const all = { ...flags, ...options, json: 'The same as one JSON object in the last line.' }
  const lines = Object.entries(all).map(([option, what]) => `  --${option.padEnd(14)} ${what}`)
  out([`npm run bench -- ${name} [options]`, `${summary} ${needs}`, ...lines].join('\n'))
  return 0
}
