import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashTables } from '../../src/checks/row-hashes-measure.ts'
import { add, hashOf, NOTHING, sumRow } from '../../src/checks/row-hashes-sum.ts'
import type { Tools } from '../../src/model/ports.ts'
import { fakeTools } from './fake-tools.ts'

const MB = 1024 * 1024
const DATABASE = { host: 'old-pg', port: 5432, database: 'cht', user: 'postgres' }
const HASHING = { by: 'md5' } as const
const BIG = { table: 'public.couchdb', totalBytes: 400 * MB, pages: 1000, columns: [] }
const SMALL = { table: 'public.log', totalBytes: MB, pages: 10, columns: [] }
const ASKED = [SMALL, BIG].map((shape) => ({ shape, hashing: HASHING }))

/** Tools whose queries each answer with one row, and what was asked of them. */
function counting(answer: (sql: string, active: number) => Promise<void> = async () => {}) {
  const asked: string[] = []
  let active = 0
  const query: Tools['databases']['query'] = async (_database, sql) => {
    asked.push(/from only (\S+) as t(?: where (.*?))? offset/.exec(sql)?.slice(1).join(' ').trim() ?? sql)
    active += 1
    await answer(sql, active)
    active -= 1
    return [{ rows: '1', hashed: '1', first: '9223372036854775807', second: '-1' }]
  }
  return { asked, tools: { ...fakeTools({}), databases: { query } } }
}

test('big tables are read in pieces, the biggest first, and their sums add up', async () => {
  const { asked, tools } = counting()
  const hashes = await hashTables(tools, ASKED, { database: DATABASE, streams: 1, split: true })
  assert.deepEqual(asked, ['public.couchdb', 'public.log'])
  const split = counting()
  const pieces = await hashTables(split.tools, ASKED, { database: DATABASE, streams: 2, split: true })
  assert.equal(split.asked.length, 14)
  assert.equal(split.asked[0], `public.couchdb t.ctid >= '(0,0)'::tid and t.ctid < '(77,0)'::tid`)
  assert.equal(split.asked[12], `public.couchdb t.ctid >= '(924,0)'::tid`)
  assert.equal(split.asked[13], 'public.log')
  assert.equal(pieces['public.couchdb']?.rows, 13)
  assert.deepEqual(pieces['public.log'], hashes['public.log'])
})

test('a table that may be written to meanwhile is read whole', async () => {
  const { asked, tools } = counting()
  await hashTables(tools, ASKED, { database: DATABASE, streams: 4, split: false })
  assert.deepEqual(asked, ['public.couchdb', 'public.log'])
})

test('no more questions are open at once than there are streams', async () => {
  let most = 0
  const { tools } = counting(async (_sql, active) => {
    most = Math.max(most, active)
    await new Promise((resolve) => setImmediate(resolve))
  })
  await hashTables(tools, ASKED, { database: DATABASE, streams: 3, split: true })
  assert.equal(most, 3)
})

test('after a piece has failed no other is begun, and nothing is said of any table', async () => {
  const { asked, tools } = counting(async () => {
    throw new Error('the server is gone')
  })
  const hashes = hashTables(tools, ASKED, { database: DATABASE, streams: 2, split: true })
  await assert.rejects(hashes, { message: 'the server is gone' })
  assert.equal(asked.length, 2)
})

test('a hash is two sums modulo 2^64, and a row there twice counts twice', () => {
  const row = sumRow.parse({ rows: 1, first: '9223372036854775807', second: '-1' })
  assert.equal(hashOf(NOTHING), '0'.repeat(32))
  assert.equal(hashOf(row), '7fffffffffffffffffffffffffffffff')
  assert.equal(hashOf(add(row, row)), 'fffffffffffffffefffffffffffffffe')
  assert.equal(add(row, row).rows, 2)
})
