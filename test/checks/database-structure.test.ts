import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeStructure, sameStructure } from '../../src/checks/database-structure.ts'
import { fakeTools, SCOPE } from './fake-tools.ts'

const TABLE = { kind: 'table', name: 'public.couchdb', detail: 'owner couch2pg' }
const VIEW = {
  kind: 'materialized view',
  name: 'public.useview_feedback',
  detail: 'owner couch2pg filled true 0cc175b9',
}
const ADVICE =
  'Look at the list. A materialized view that is not filled: refresh it by hand with search_path = public, then retry.'

test('the same structure passes, in whatever order it was listed', () => {
  const { outcome, summary } = judgeStructure([TABLE, VIEW], [VIEW, TABLE])
  assert.deepEqual(
    [outcome, summary],
    ['pass', 'All 2 tables, columns, indexes, constraints, views, functions and sequences are as on the source.'],
  )
})

const CASES = [
  {
    after: [TABLE, { ...VIEW, detail: 'owner couch2pg filled false 0cc175b9' }],
    summary: '1 thing differs from the source, first of all materialized view public.useview_feedback differs.',
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

for (const { after, summary } of CASES) {
  test(`structure: ${summary}`, () => {
    const verdict = judgeStructure([TABLE, VIEW], after)
    assert.deepEqual([verdict.outcome, verdict.summary, verdict.advice], ['fail', summary, ADVICE])
  })
}

test('a structure that is all different lists 50 things and counts the rest', () => {
  const many = Array.from({ length: 120 }, (_, index) => ({ kind: 'table', name: `public.t${index}`, detail: 'x' }))
  const { table, values } = judgeStructure(many, [])
  assert.equal(table?.rows.length, 51)
  assert.deepEqual(values, { compared: 120, different: 120 })
})

test('both sides are asked the same question', async () => {
  const asked: string[] = []
  const tools = fakeTools({
    query: ({ host }, sql) => {
      asked.push(sql)
      return [{ ...TABLE, detail: host }]
    },
  })
  const source = { host: 'old-pg', port: 5432, database: 'cht', user: 'postgres' }
  const { args } = sameStructure({ source, target: { ...source, host: 'new-pg' } })
  assert.equal((await sameStructure.registered.run(args, tools, SCOPE)).outcome, 'fail')
  assert.equal(asked[0], asked[1])
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
    const verdict = judgeStructure(before, after)
    assert.deepEqual(
      [verdict.outcome, verdict.summary, verdict.advice],
      ['warn', summary, 'The copy does not carry these. Look at the list, and set by hand what is needed.'],
    )
  })

test('a definition that differs between two servers of one version is a difference', () => {
  const other = { ...INDEX, definition: 'create index it on only' }
  assert.equal(judgeStructure([server('15'), INDEX], [server('15'), other]).outcome, 'fail')
})

test('another encoding is a difference, another order of sorting wants a look', () => {
  const database = (name: string, detail: string) => ({ kind: 'database', name, detail })
  assert.equal(judgeStructure([database('encoding', 'UTF8')], [database('encoding', 'LATIN1')]).outcome, 'fail')
  assert.equal(judgeStructure([database('collation', 'C')], [database('collation', 'en_US.UTF-8')]).outcome, 'warn')
})

test('what is wrong stands before what only wants a look', () => {
  const comment = { kind: 'comment', name: 'on table public.couchdb', detail: '1' }
  const { outcome, table, values } = judgeStructure([comment, TABLE], [])
  assert.deepEqual(
    [outcome, table?.rows.map(([what]) => what)],
    ['fail', ['What', 'table public.couchdb', 'comment on table public.couchdb']],
  )
  assert.deepEqual(values, { compared: 2, different: 1, toLookAt: 1 })
})
