import fc from 'fast-check'
import { z } from 'zod'
import { defineMigration } from '../../src/model/migration.ts'
import { planOf } from '../../src/model/plan.ts'
import { typedLine } from '../../src/model/typed-line.ts'
import { parseLine } from '../../src/slack/parse.ts'
import { answered, MESSAGE_CHARS } from './answered.ts'
import { hostileText, hugeText } from './hostile.ts'
import { type Target, target } from './target.ts'

const free = defineMigration({
  name: 'free-words',
  summary: 'Params that take any text',
  params: z.strictObject({ a: z.string(), b: z.string().default('none') }),
  roles: [],
  steps: () => [],
})

/** Lines as people type them, and as somebody would who wants to break the reader. */
export const typed: readonly Target[] = [
  target('a typed line', hugeText, async (text) => {
    await answered(() => parseLine(text), MESSAGE_CHARS)
  }),
  target('words in quotes come back as they were', fc.array(hostileText, { maxLength: 6 }), async (words) => {
    const plain = words.map((word) => word.replaceAll(/[<>&]/g, ''))
    const line = await answered(() => parseLine(['status', ...plain.map(inQuotes)].join(' ')))
    if (line && JSON.stringify(line.words) !== JSON.stringify(plain))
      throw new Error(`read as ${JSON.stringify(line.words)}`)
  }),
  target('the line that makes a plan again', fc.tuple(hostileText, hostileText), async ([a, b]) => {
    const [typedA, typedB] = [a, b].map((value) => value.replaceAll(/[<>&]/g, ''))
    const params = { a: typedA ?? '', b: typedB ?? '' }
    const line = await answered(() =>
      parseLine(typedLine('start', planOf(free, params), free).slice('/migrate '.length)),
    )
    if (!line || line.words.includes('…')) return
    const again = { b: 'none', ...line.options }
    if (JSON.stringify(sorted(again)) !== JSON.stringify(sorted(params)))
      throw new Error(`read as ${JSON.stringify(again)}`)
  }),
]

/** As a shell wants it: single quotes, with those inside in double ones. */
function inQuotes(word: string): string {
  return `'${word.replaceAll("'", `'"'"'`)}'`
}

function sorted(value: Readonly<Record<string, string>>) {
  return Object.entries(value).sort()
}
