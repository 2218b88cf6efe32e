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
