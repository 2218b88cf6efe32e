import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeCounts, rowCounts, sameRowCounts } from '../../src/checks/row-counts.ts'
import { fakeTools, SCOPE } from './fake-tools.ts'

const BEFORE = {
  'public.couchdb': 30_000,
  'public.couchdb_users_meta': 9,
  'public.couchdb_medic_logs': 21,
  'public.couchdb_medic_users': 21,
}
const ON = { host: 'new-pg', port: 5432, database: 'cht', user: 'postgres' }

test('equal counts pass and show every table', () => {
  const { outcome, summary, values, table } = judgeCounts(BEFORE, BEFORE)
  assert.equal(outcome, 'pass')
  assert.equal(summary, 'All 4 tables have as many rows as the source.')
  assert.deepEqual(values, { different: 0 })
  assert.deepEqual(table?.rows.slice(0, 2), [
    ['Table', 'Source', 'Target', ''],
    ['public.couchdb', 30_000, 30_000, 'equal'],
  ])
})

const DIFFERENCES = [
  {
    name: 'a table that is there twice over, beside one that a unique index kept right, points to a double restore',
    measured: { ...BEFORE, 'public.couchdb_users_meta': 18 },
    summary: '1 of 4 tables differs: public.couchdb_users_meta has 18 on the target and 9 on the source.',
    advice:
      'A table holds every row twice, so a restore ran twice or into a database that was not empty. Do not mend it in place: roll back, which drops the new database, and start again.',
  },
  {
    name: 'a missing row',
    measured: { ...BEFORE, 'public.couchdb': 29_999 },
    summary: '1 of 4 tables differs: public.couchdb has 29,999 on the target and 30,000 on the source.',
    advice:
      'Something wrote to the target, or rows are missing. Do not mend it in place: roll back, which drops the new database, and start again.',
  },
  {
    name: 'a table that did not arrive',
    measured: { 'public.couchdb': 30_000, 'public.couchdb_users_meta': 9, 'public.couchdb_medic_logs': 21 },
    summary: '1 of 4 tables differs: public.couchdb_medic_users has no table on the target and 21 on the source.',
    advice:
      'Something wrote to the target, or rows are missing. Do not mend it in place: roll back, which drops the new database, and start again.',
  },
  {
    name: 'a table that the source does not have',
    measured: { ...BEFORE, 'public.filler': 0 },
    summary: '1 of 5 tables differs: public.filler has 0 on the target and no table on the source.',
    advice:
      'Something wrote to the target, or rows are missing. Do not mend it in place: roll back, which drops the new database, and start again.',
  },
]

for (const { name, measured, summary, advice } of DIFFERENCES) {
  test(`counts fail over ${name}`, () => {
    const verdict = judgeCounts(measured, BEFORE)
    assert.deepEqual([verdict.outcome, verdict.summary, verdict.advice], ['fail', summary, advice])
  })
}

test('the worst difference stands first in the table', () => {
  const { table } = judgeCounts({ ...BEFORE, 'public.couchdb_medic_users': 0, 'public.couchdb_users_meta': 10 }, BEFORE)
  assert.deepEqual(
    table?.rows.slice(1, 3).map(([name]) => name),
    ['public.couchdb_medic_users', 'public.couchdb_users_meta'],
  )
})

test('two empty tables are equal and never look doubled', () => {
  assert.equal(judgeCounts({ a: 0 }, { a: 0 }).outcome, 'pass')
  assert.doesNotMatch(judgeCounts({ a: 0, b: 1 }, { a: 0, b: 2 }).advice ?? '', /twice/)
})

test('a count asks for every table in one query under the snapshot and keeps the counts for later steps', async () => {
  const asked: unknown[] = []
  const tools = fakeTools({
    query: (_database, sql, options) => {
      asked.push(options)
      return sql.includes('pg_total_relation_size')
        ? [
            { table: 'public.couchdb', total_bytes: 100 },
            { table: `public."it's"`, total_bytes: 1 },
          ]
        : [
            { table: 'public.couchdb', rows: 30_000 },
            { table: `public."it's"`, rows: '2' },
          ]
    },
  })
  const { args } = rowCounts({ on: ON, snapshot: '00000003-000004AB-1' })
  const verdict = await rowCounts.registered.run(args, tools, SCOPE)
  assert.equal(verdict.summary, '30,002 rows in 2 tables.')
  assert.deepEqual(verdict.outputs, { counts: { 'public.couchdb': 30_000, [`public."it's"`]: 2 }, total: 30_002 })
  assert.deepEqual(asked, [
    { snapshot: '00000003-000004AB-1' },
    { snapshot: '00000003-000004AB-1', timeoutMs: 21_600_000 },
  ])
})

test('a database without tables has no rows', async () => {
  const { args } = sameRowCounts({ on: ON, expected: {} })
  const verdict = await sameRowCounts.registered.run(args, fakeTools({ query: () => [] }), SCOPE)
  assert.equal(verdict.summary, 'All 0 tables have as many rows as the source.')
})
