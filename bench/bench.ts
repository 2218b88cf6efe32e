import type { ParseArgsConfig } from 'node:util'

/** A value of the object for machines; what belongs together may stand in an object of its own. */
export type Figure = string | number | boolean | { readonly [name: string]: Figure }

/** What a bench found: rows for people, with the headings first, and the object for machines. */
export interface Found {
  readonly rows: readonly (readonly string[])[]
  /** One sentence a line: how to read the rows, and what they leave out. */
  readonly notes: readonly string[]
  readonly keys: Readonly<Record<string, Figure>>
}

/** Where a bench says what it does meanwhile; `env` is the process's environment. */
export interface Bencher {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly say: (sentence: string) => void
}

/** The options of a command line, as they were typed. */
export type Typed = Readonly<Record<string, string | undefined>>

/** One measurement that anybody can run. */
export interface Bench {
  readonly name: string
  readonly summary: string
  /** Name of an option to what it means; each takes a value. */
  readonly options: Readonly<Record<string, string>>
  /** The same for those that take none; typed, their value is the empty text. */
  readonly flags?: Readonly<Record<string, string>> | undefined
  /** What it needs besides Node and this folder. */
  readonly needs: string
  readonly run: (typed: Typed, bencher: Bencher) => Promise<Found>
}

/** The options of a bench, for node:util's parseArgs. */
export function parserOptions({ options, flags = {} }: Bench): NonNullable<ParseArgsConfig['options']> {
  const named = Object.keys(options).map((name) => [name, { type: 'string' as const }] as const)
  const bare = Object.keys(flags).map((name) => [name, { type: 'boolean' as const }] as const)
  return {
    ...Object.fromEntries(named),
    ...Object.fromEntries(bare),
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  }
}
