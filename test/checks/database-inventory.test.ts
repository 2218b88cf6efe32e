import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseInventory, judgeInventory } from '../../src/checks/database-inventory.ts'
import { fakeTools, SCOPE } from './fake-tools.ts'

const ON = { host: 'old-pg', port: 5432, database: 'cht', user: 'postgres' }
const ROW = {
  size_bytes: 175e9,
  matviews: ['public.useview_feedback', 'public.contactview_metadata'],
  extensions: ['pgcrypto'],
  owners: ['couch2pg', 'postgres'],
  grantees: ['couch2pg', 'reporter'],
  unindexed_matviews: [],
  large_objects: 0,
  foreign_tables: 0,
  publications: 0,
  encoding: 'UTF8',
  collation: 'en_US.UTF-8',
}
const TABLES = [
  { table: 'public.couchdb_progress', totalBytes: 16_384 },
  { table: 'public.couchdb', totalBytes: 120e9 },
]
const WHAT = 'cht on old-pg:5432 is 175 GB: 2 tables, 2 materialized views.'

const CASES = [
  { found: {}, outcome: 'pass', summary: WHAT },
  {
    found: { unindexed_matviews: ['public.useview_feedback'] },
    outcome: 'warn',
    summary: `${WHAT} public.useview_feedback has no unique index, so couch2pg cannot refresh it.`,
  },
  {
    found: { large_objects: 3, foreign_tables: 1, publications: 2 },
    outcome: 'fail',
    summary: `${WHAT} It also holds 3 large objects and 1 foreign table and 2 publications, which the copy cannot carry.`,
    advice: 'Nothing was changed. Start with method=dump, which carries them.',
  },
]

for (const { found, outcome, summary, advice } of CASES) {
  test(`inventory: ${summary}`, () => {
    const verdict = judgeInventory({ ...ROW, ...found, tables: TABLES }, ON)
    assert.deepEqual([verdict.outcome, verdict.summary, verdict.advice], [outcome, summary, advice])
  })
}

test('an inventory leaves what later steps need, the biggest table first in its own table', () => {
  const { outputs, table, tolerance } = judgeInventory({ ...ROW, tables: TABLES }, ON)
  assert.deepEqual(outputs, {
    sizeBytes: 175e9,
    biggestTableBytes: 120e9,
    matviews: 'public.useview_feedback public.contactview_metadata',
    extensions: ['pgcrypto'],
    roles: ['couch2pg', 'postgres', 'reporter'],
    encoding: 'UTF8',
    collation: 'en_US.UTF-8',
  })
  assert.deepEqual(table?.rows[1], ['public.couchdb', '120 GB'])
  assert.deepEqual(tolerance, { size: { percent: 10 } })
})

test('an inventory is taken in two questions', async () => {
  const tools = fakeTools({
    query: (_database, sql) =>
      sql.includes('pg_largeobject') ? [ROW] : [{ table: 'public.couchdb', total_bytes: '5' }],
  })
  const { args } = databaseInventory({ on: ON })
  const { values } = await databaseInventory.registered.run(args, tools, SCOPE)
  assert.deepEqual(values, { size: 175e9, tables: 1, matviews: 2, largeObjects: 0, foreignTables: 0 })
})
