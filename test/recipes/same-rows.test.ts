import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { rowHashes } from '../../src/checks/row-hashes.ts'
import { type TableHashes, tableHashes } from '../../src/checks/row-hashes-table.ts'
import type { Tools } from '../../src/model/ports.ts'
import { sameRows } from '../../src/recipes/same-rows.ts'
import { startRealCluster } from '../checks/bed/cluster.ts'
import { SCOPE } from '../checks/fake-tools.ts'

const cluster = await startRealCluster()
const { tools, home } = cluster

const SQL = `create table couchdb (doc jsonb); create unique index couchdb_doc_uuid on couchdb ((doc ->> '_id'));
  insert into couchdb select jsonb_build_object('_id', 'doc' || i, 'n', i) from generate_series(1, 2000) i;
  create table couchdb_progress (seq varchar, source varchar); insert into couchdb_progress values ('5-x', 'medic');`

const source = await cluster.fill('cht', SQL, { host: 'old-pg' })

/** The source as hashed under this snapshot, and a copy of it by pg_dump. */
async function copied(name: string, given: Partial<Parameters<typeof rowHashes>[0]> = {}) {
  const target = await cluster.fill(name, '')
  await cluster.copy('cht', name)
  const { args } = rowHashes({ on: source, target, proof: 'hash', streams: 2, ...given })
  const outputs = (await rowHashes.registered.run(args, tools, SCOPE)).outputs
  return { target, expected: tableHashes.parse(outputs?.['hashes']) }
}

function compare(given: Omit<Parameters<typeof sameRows>[0], 'streams' | 'proof'>, using: Tools = tools) {
  const { args } = sameRows({ streams: 2, proof: 'hash', ...given })
  return sameRows.registered.run(args, using, SCOPE)
}

test('a copy holds the same rows', async () => {
  const { target, expected } = await copied('copy_1')
  assert.equal(
    (await compare({ on: target, expected, source })).summary,
    'All 2 tables hold the same 2,001 rows by a 128-bit hash of every row: an accidental difference would go unseen once in 10^38.',
  )
})

test('a copy under a snapshot is compared with that moment, and its rows are named by it', async () => {
  const held = await cluster.hold('cht')
  const { target, expected } = await copied('copy_2', { snapshot: held.id })
  await cluster.psql('cht', `update couchdb set doc = doc || '{"late": true}' where doc ->> '_id' = 'doc1'`)
  await cluster.psql('copy_2', `update couchdb set doc = doc || '{"n": 0}' where doc ->> '_id' = 'doc2'`)
  const path = join(home, '.drover/differences/m7f3xq/public.couchdb.tsv')
  const { outcome, summary } = await compare({ on: target, expected, source, snapshot: held.id })
  await held.release()
  assert.deepEqual(
    [outcome, summary],
    [
      'fail',
      `1 of 2 tables differs: public.couchdb has as many rows as the source (2,000), but not the same. public.couchdb: 0 rows are missing, 1 changed, 0 extra. Their keys are in ${path} on new-pg.`,
    ],
  )
})

test('when the snapshot is gone the difference stands, and it is said why no row is named', async () => {
  const held = await cluster.hold('cht')
  const { target, expected } = await copied('copy_3', { snapshot: held.id })
  await held.release()
  await cluster.psql('copy_3', `delete from couchdb where doc ->> '_id' = 'doc2'`)
  const { outcome, summary } = await compare({ on: target, expected, source, snapshot: held.id })
  assert.deepEqual(
    [outcome, summary],
    [
      'fail',
      '1 of 2 tables differs: public.couchdb has 1,999 on the target and 2,000 on the source. The rows of public.couchdb that differ could not be named: the moment in which the source was hashed is no longer held, and its rows may have changed since.',
    ],
  )
})

test('without a snapshot a source that went on is told from a target that is wrong', async () => {
  const { target, expected } = await copied('copy_4')
  await cluster.psql('copy_4', `delete from couchdb where doc ->> '_id' = 'doc2'`)
  assert.equal((await compare({ on: target, expected, source })).outcome, 'fail')
  await cluster.psql('cht', `update couchdb set doc = doc || '{"later": true}' where doc ->> '_id' = 'doc1'`)
  const { outcome, summary } = await compare({ on: target, expected, source })
  assert.deepEqual(
    [outcome, summary],
    ['error', 'Not comparable yet: public.couchdb changed on the source after it was hashed.'],
  )
})

test('without a source the tables are compared all the same, and no row is named', async () => {
  const { target, expected } = await copied('copy_5')
  await cluster.psql('copy_5', 'delete from couchdb_progress')
  assert.equal(
    (await compare({ on: target, expected })).summary,
    '1 of 2 tables differs: public.couchdb_progress has 0 on the target and 1 on the source.',
  )
})

test('a question that has no answer throws and is never a verdict', async () => {
  const { target, expected } = await copied('copy_6')
  const deaf: Tools = { ...tools, databases: { query: () => Promise.reject(new Error('no answer')) } }
  await assert.rejects(compare({ on: target, expected }, deaf), { message: 'no answer' })
})

test('an expectation that is none is refused', async () => {
  const { target } = await copied('copy_7')
  const nonsense: TableHashes = JSON.parse('{"public.couchdb": {"hash": "aa"}}')
  await assert.rejects(compare({ on: target, expected: nonsense }), { name: 'ZodError' })
})
