import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countRows } from '../../src/checks/row-counts.ts'
import { fakeTools } from './fake-tools.ts'

const ON = { host: 'new-pg', port: 5432, database: 'cht', user: 'postgres' }

test('a count asks for every table in one query under the snapshot', async () => {
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
  const counts = await countRows(tools, ON, '00000003-000004AB-1')
  assert.deepEqual(counts, { 'public.couchdb': 30_000, [`public."it's"`]: 2 })
  assert.deepEqual(asked, [
    { snapshot: '00000003-000004AB-1' },
    { snapshot: '00000003-000004AB-1', timeoutMs: 21_600_000 },
  ])
})

test('a database without tables has no rows', async () => {
  assert.deepEqual(await countRows(fakeTools({ query: () => [] }), ON), {})
})
