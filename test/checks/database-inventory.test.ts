import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseInventory, judgeInventory } from '../../src/checks/database-inventory.ts'
import { fakeTools, SCOPE } from './fake-tools.ts'

const ON = { host: 'old-pg', port: 5432, database: 'cht', user: 'postgres' }
const ROW = {
  size_bytes: 175e9,
  matviews: ['public.useview_feedback', 'public.contactview_metadata'],
  view_bytes: 40e9,
  extensions: ['pgcrypto'],
  roles: ['couch2pg', 'postgres', 'reporter'],
  unindexed_matviews: [],
  large_objects: 0,
  subscriptions: 0,
  strangers: 0,
  foreign_tables: [],
  publications: [],
  tablespaces: [],
  invalid_indexes: [],
  encoding: 'UTF8',
  collation: 'en_US.UTF-8',
  create_options: "encoding 'UTF8' lc_collate 'en_US.UTF-8' lc_ctype 'en_US.UTF-8'",
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
    found: {
      foreign_tables: ['public.far'],
      publications: ['a', 'b'],
      invalid_indexes: ['public.i', 'public.j'],
      tablespaces: ['fast', 'slow'],
    },
    outcome: 'warn',
    summary: `${WHAT} public.i, public.j are invalid indexes and stay behind: their CREATE INDEX CONCURRENTLY failed. public.far is a foreign table: only its definition moves, so the new server has to reach where its rows are. a, b are publications: they come along, and whoever subscribed goes on reading the source. fast, slow are tablespaces: what is in them comes into the default one.`,
  },
  {
    found: { large_objects: 3, subscriptions: 1, strangers: 2 },
    outcome: 'fail',
    summary: `${WHAT} It also holds 3 large objects and 1 subscription and 2 things in a schema named drover, which the copy cannot carry.`,
    advice:
      'Nothing was changed. Start with method=dump, which carries large objects. Drop the subscription, or start with method=dump, which leaves it behind. Rename the schema drover on the source, which is where the copy keeps its marks.',
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
    viewBytes: 40e9,
    biggestTableBytes: 120e9,
    matviews: '["public.useview_feedback","public.contactview_metadata"]',
    extensions: ['pgcrypto'],
    roles: ['couch2pg', 'postgres', 'reporter'],
    encoding: 'UTF8',
    collation: 'en_US.UTF-8',
    createOptions: "encoding 'UTF8' lc_collate 'en_US.UTF-8' lc_ctype 'en_US.UTF-8'",
  })
  assert.deepEqual(table?.rows[1], ['public.couchdb', '120 GB'])
  assert.deepEqual(tolerance, { size: { percent: 10 } })
})

test('what a stream cannot carry does not stop a dump, which carries it', () => {
  const found = { ...ROW, large_objects: 3, tables: TABLES }
  assert.deepEqual(judgeInventory(found, ON, 'rows').outcome, 'fail')
  assert.deepEqual(judgeInventory(found, ON, 'archive').outcome, 'pass')
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
