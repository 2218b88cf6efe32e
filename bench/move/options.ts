import { UserError } from '../../src/model/user-error.ts'
import type { Typed } from '../bench.ts'
import { wholeNumber } from '../whole-number.ts'
import { base } from './base.ts'
import { LINKS, type LinkName } from './link.ts'
import type { Method } from './method.ts'
import { pgcopydb } from './pgcopydb.ts'
import { physical } from './physical.ts'
import { raw } from './raw.ts'
import { seed } from './seed.ts'
import { createProven, createStream } from './stream.ts'

/** What is measured, on how much data, over which link. */
export interface MoveOptions {
  readonly docs: number
  readonly rounds: number
  readonly streams: number
  readonly link: LinkName
  readonly methods: readonly Method[]
}

/** The fewest documents that still give every kind. */
const FEWEST_DOCS = 200

/** Reads what was typed. Throws a UserError with code `usage` for what cannot be. */
export function readOptions(typed: Typed): MoveOptions {
  const streams = wholeNumber(typed, 'streams', 2)
  return {
    streams,
    docs: docsOf(typed),
    rounds: wholeNumber(typed, 'rounds', 3),
    link: oneOf('link', typed['link'] ?? 'local', LINKS),
    methods: methodsOf(typed['methods'], [
      seed,
      pgcopydb,
      raw,
      base,
      createStream(streams),
      createProven(streams),
      physical,
    ]),
  }
}

/** The size of a pair's source. */
export function docsOf(typed: Typed): number {
  const docs = wholeNumber(typed, 'docs', 300_000)
  if (docs >= FEWEST_DOCS) return docs
  throw new UserError('usage', `--docs takes ${FEWEST_DOCS} or more, so that every kind of document occurs.`)
}

function methodsOf(text: string | undefined, all: readonly Method[]): readonly Method[] {
  const names = all.map(({ name }) => name)
  const wanted = text?.split(',').map((name) => oneOf('methods', name, names)) ?? names
  return all.filter(({ name }) => wanted.includes(name))
}

function oneOf<Name extends string>(option: string, name: string, names: readonly Name[]): Name {
  const found = names.find((one) => one === name)
  if (found !== undefined) return found
  throw new UserError('usage', `--${option} knows ${names.join(', ')}, not "${name}".`)
}
