import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeStructure, sameStructure } from '../../src/checks/database-structure.ts'
import { byName, type Part } from '../../src/checks/database-structure-findings.ts'
import type { Sequence, SequencePlaces } from '../../src/checks/sequence-places.ts'
import { fakeTools, SCOPE } from './fake-tools.ts'

const NONE = { source: new Map<string, Sequence>(), target: new Map<string, Sequence>() }

function judge(before: readonly Part[], after: readonly Part[], copied?: readonly Part[]) {
  return judgeStructure({
    before: byName(before),
    after: byName(after),
    copied: copied && byName(copied),
    sequences: NONE,
  })
}

const TABLE = { kind: 'table', name: 'public.couchdb', detail: 'owner couch2pg' }
const VIEW = {
  kind: 'materialized view',
  name: 'public.useview_feedback',
  detail: 'owner couch2pg filled true 0cc175b9',
}
const LOOK =
  'Look at the list. If somebody changed the source after the moment of the copy, do the same on the target and retry; a new table has rows that were not copied, so roll back and start again.'
const UNFILLED = 'A materialized view that is not filled: refresh it by hand with search_path = public, then retry.'
const CHANGED =
  'Somebody changed the source after the moment of the copy, which the copy cannot have. Do the same on the target and retry, and change nothing more on the source. A new table has rows that were not copied: roll back and start again.'
const LEFT = 'The copy does not carry these. Look at the list, and set by hand what is needed.'

test('the same structure passes, in whatever order it was listed', () => {
  const { outcome, summary } = judge([TABLE, VIEW], [VIEW, TABLE])
  assert.deepEqual(
    [outcome, summary],
    ['pass', 'All 2 tables, columns, indexes, constraints, views, functions and sequences are as on the source.'],
  )
})

const CASES = [
  {
    after: [TABLE, { ...VIEW, detail: 'owner couch2pg filled false 0cc175b9' }],
    summary: '1 thing differs from the source, first of all materialized view public.useview_feedback differs.',
    advice: UNFILLED,
  },
  {
    after: [TABLE],
    summary:
      '1 thing differs from the source, first of all materialized view public.useview_feedback missing on the target.',
  },
  {
    after: [TABLE, VIEW, { kind: 'index', name: 'public.extra', detail: 'valid true' }],
    summary: '1 thing differs from the source, first of all index public.extra not on the source.',
  },
  {
    after: [{ ...TABLE, detail: 'owner postgres' }],
    summary: '2 things differ from the source, first of all table public.couchdb differs.',
  },
]

for (const { after, summary, advice = LOOK } of CASES) {
  test(`structure: ${summary}`, () => {
    const verdict = judge([TABLE, VIEW], after)
    assert.deepEqual([verdict.outcome, verdict.summary, verdict.advice], ['fail', summary, advice])
  })
}

test('a structure that is all different lists 50 things and counts the rest', () => {
  const many = Array.from({ length: 120 }, (_, index) => ({ kind: 'table', name: `public.t${index}`, detail: 'x' }))
  const { table, values } = judge(many, [])
  assert.equal(table?.rows.length, 51)
  assert.deepEqual(values, { compared: 120, different: 120 })
})

test('both sides are asked the same question', async () => {
  const asked: string[] = []
  const tools = fakeTools({
    query: ({ host }, sql) => {
      asked.push(sql)
      return sql.includes('is_called') ? [] : [{ ...TABLE, detail: host }]
    },
  })
  const source = { host: 'old-pg', port: 5432, database: 'cht', user: 'postgres' }
  const { args } = sameStructure({ source, target: { ...source, host: 'new-pg' } })
  assert.equal((await sameStructure.registered.run(args, tools, SCOPE)).outcome, 'fail')
  assert.deepEqual([asked[0], asked[2]], [asked[1], asked[3]])
})

const INDEX = { kind: 'index', name: 'public.it', detail: 'owner couch2pg valid t', definition: 'create index it' }
const INVALID = { ...INDEX, detail: 'owner couch2pg valid f' }
const server = (version: string) => ({ kind: 'server', name: 'version', detail: version })

const LOOKS = [
  {
    before: [TABLE, INVALID],
    after: [TABLE],
    summary:
      'All 2 tables, columns, indexes, constraints, views, functions and sequences are as on the source, but 1 thing wants a look: index public.it not valid on the source, and not copied.',
  },
  {
    before: [INVALID],
    after: [INVALID],
    summary:
      'All 1 tables, columns, indexes, constraints, views, functions and sequences are as on the source, but 1 thing wants a look: index public.it not valid on either side.',
  },
  {
    before: [server('15'), INDEX],
    after: [server('17'), { ...INDEX, definition: 'create index it on only' }],
    summary:
      'All 1 tables, columns, indexes, constraints, views, functions and sequences are as on the source, but 1 thing wants a look: index public.it reads differently, perhaps for the other version of the server.',
  },
]

for (const { before, after, summary } of LOOKS)
  test(`structure: ${summary}`, () => {
    const verdict = judge(before, after)
    assert.deepEqual([verdict.outcome, verdict.summary, verdict.advice], ['warn', summary, LEFT])
  })

test('a definition that differs between two servers of one version is a difference', () => {
  const other = { ...INDEX, definition: 'create index it on only' }
  assert.equal(judge([server('15'), INDEX], [server('15'), other]).outcome, 'fail')
})

test('another encoding is a difference, another order of sorting wants a look', () => {
  const database = (name: string, detail: string) => ({ kind: 'database', name, detail })
  assert.equal(judge([database('encoding', 'UTF8')], [database('encoding', 'LATIN1')]).outcome, 'fail')
  assert.equal(judge([database('collation', 'C')], [database('collation', 'en_US.UTF-8')]).outcome, 'warn')
})

test('what is wrong stands before what only wants a look', () => {
  const comment = { kind: 'comment', name: 'on table public.couchdb', detail: '1' }
  const { outcome, table, values } = judge([comment, TABLE], [])
  assert.deepEqual(
    [outcome, table?.rows.map(([what]) => what)],
    ['fail', ['What', 'table public.couchdb', 'comment on table public.couchdb']],
  )
  assert.deepEqual(values, { compared: 2, different: 1, toLookAt: 1 })
})

const LATER = { kind: 'index', name: 'public.later', detail: 'owner couch2pg valid t' }
const OWNED = { ...TABLE, detail: 'owner postgres' }
const SINCE: readonly { before: Part[]; after: Part[]; copied: Part[]; how: string; advice: string }[] = [
  {
    before: [TABLE, LATER],
    after: [TABLE],
    copied: [TABLE],
    how: 'index public.later missing on the target: made on the source after the copy',
    advice: CHANGED,
  },
  {
    before: [TABLE],
    after: [TABLE, LATER],
    copied: [TABLE, LATER],
    how: 'index public.later not on the source: dropped on the source after the copy',
    advice: CHANGED,
  },
  {
    before: [OWNED],
    after: [TABLE],
    copied: [TABLE],
    how: 'table public.couchdb differs: changed on the source after the copy',
    advice: CHANGED,
  },
  {
    before: [TABLE, LATER],
    after: [TABLE],
    copied: [TABLE, LATER],
    how: 'index public.later missing on the target',
    advice: LOOK,
  },
  {
    before: [OWNED, LATER],
    after: [TABLE],
    copied: [TABLE, LATER],
    how: 'index public.later missing on the target',
    advice: `${LOOK} ${CHANGED}`,
  },
]

for (const { before, after, copied, how, advice: wanted } of SINCE)
  test(`with the moment of the copy at hand: ${how}`, () => {
    const { outcome, summary, advice } = judge(before, after, copied)
    assert.equal(outcome, 'fail')
    assert.match(summary, /^\d things? differs? from the source, first of all /)
    assert.ok(summary.endsWith(`first of all ${how}.`), summary)
    assert.equal(advice, wanted)
  })

const MOVED =
  'The source went on after the moment of the copy. The target has what the copied rows need: leave its sequences as they are.'
const BEHIND =
  'A sequence that stands behind gives numbers that the copied rows may hold already: set it by hand with setval, then retry.'
const UP = { step: 1n, round: undefined }
const DOWN = { step: -2n, round: undefined }
const ROUND = { step: 1n, round: 100n }

interface Stand {
  readonly is: Omit<Sequence, 'next'>
  /** What comes next: on the source at the copy, on the source now, on the target. */
  readonly next: readonly [from: string | null | undefined, source: bigint | undefined, target: bigint | undefined]
  readonly how?: string
  readonly advice?: string
}

const STANDS: readonly Stand[] = [
  { is: UP, next: ['8', 8n, 8n] },
  { is: UP, next: ['8', 12n, 12n] },
  { is: UP, next: [undefined, 8n, 8n] },
  {
    is: UP,
    next: ['8', 12n, 8n],
    how: 'moved on since: it gives 12 next on the source, 8 on the target',
    advice: MOVED,
  },
  {
    is: UP,
    next: ['8', 12n, 10n],
    how: 'moved on since: it gives 12 next on the source, 10 on the target',
    advice: MOVED,
  },
  {
    is: DOWN,
    next: ['-8', -12n, -8n],
    how: 'moved on since: it gives -12 next on the source, -8 on the target',
    advice: MOVED,
  },
  {
    is: UP,
    next: ['8', 3n, 8n],
    how: 'was set back since: it gives 3 next on the source, 8 on the target',
    advice: MOVED,
  },
  { is: UP, next: ['8', 12n, 1n], how: 'gives 1 next, behind the 8 of the source when it was copied', advice: BEHIND },
  { is: UP, next: ['8', 1n, 1n], how: 'gives 1 next, behind the 8 of the source when it was copied', advice: BEHIND },
  {
    is: DOWN,
    next: ['-8', -8n, -6n],
    how: 'gives -6 next, behind the -8 of the source when it was copied',
    advice: BEHIND,
  },
  { is: UP, next: ['8', 12n, 13n], how: 'gives 13 next, further than 12 on the source', advice: LOOK },
  { is: UP, next: [undefined, 12n, 8n], how: 'gives 8 next, and 12 on the source', advice: LOOK },
  {
    is: UP,
    next: ['8', undefined, 8n],
    how: 'may not be read by the login, so nobody knows where it stands',
    advice: LOOK,
  },
  { is: UP, next: [null, 8n, 8n], how: 'may not be read by the login, so nobody knows where it stands', advice: LOOK },
  {
    is: ROUND,
    next: ['98', 4n, 99n],
    how: 'moved on since: it gives 4 next on the source, 99 on the target',
    advice: MOVED,
  },
  {
    is: ROUND,
    next: ['98', 4n, 50n],
    how: 'goes round and moved on since: it gives 4 next on the source, 50 on the target',
    advice: MOVED,
  },
  { is: ROUND, next: ['98', 98n, 1n], how: 'gives 1 next, further than 98 on the source', advice: LOOK },
  {
    is: UP,
    next: ['9223372036854775806', 9223372036854775808n, 9223372036854775807n],
    how: 'moved on since: it gives 9223372036854775808 next on the source, 9223372036854775807 on the target',
    advice: MOVED,
  },
]

for (const { is, next, how, advice: wanted } of STANDS) {
  const [from, here, there] = next
  test(`a sequence that gave ${from}, gives ${here} by ${is.step}, and ${there} on the target ${how ?? 'is as on the source'}`, () => {
    const places: SequencePlaces | undefined = from === undefined ? undefined : { 'public.s': from }
    const source = new Map([['public.s', { ...is, next: here }]])
    const target = new Map([['public.s', { ...is, next: there }]])
    const { outcome, table, advice } = judgeStructure({
      ...{ before: byName([TABLE]), after: byName([TABLE]) },
      sequences: { from: places, source, target },
    })
    assert.equal(outcome, how === undefined ? 'pass' : wanted === MOVED ? 'warn' : 'fail')
    assert.deepEqual([table?.rows[1], advice], [how === undefined ? undefined : ['sequence public.s', how], wanted])
  })
}

test('how many sequences the source moves on fells no approval', () => {
  const one = (next: bigint) => new Map([['public.s', { ...UP, next }]])
  const { values, tolerance, summary } = judgeStructure({
    ...{ before: byName([TABLE]), after: byName([TABLE]) },
    sequences: { from: { 'public.s': '8' }, source: one(12n), target: one(9n) },
  })
  assert.deepEqual([values, tolerance], [{ compared: 2, different: 0, movedOn: 1 }, { movedOn: 'any' }])
  assert.equal(
    summary,
    'All 2 tables, columns, indexes, constraints, views, functions and sequences are as on the source, but 1 thing wants a look: sequence public.s moved on since: it gives 12 next on the source, 9 on the target.',
  )
})
