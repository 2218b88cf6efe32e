import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readChunks } from '../../src/recipes/chunk-list.ts'
import { fakeTools } from '../checks/fake-tools.ts'
import { TARGET } from './action-context.ts'

const ROW = {
  ...{ id: 1, relation: '"public"."couchdb"', columns: '"doc"', condition: '', encoding: 'UTF8' },
  ...{ first_page: '64', pages: '8589934592', is_last: true, bytes: '67108864' },
}

test('chunks are read from the target in the order in which they are sent', async () => {
  const asked: string[] = []
  const tools = fakeTools({
    query: (database, sql) => {
      asked.push(`${database.host}: ${sql}`)
      return [ROW]
    },
  })
  assert.deepEqual(await readChunks(tools, TARGET), [
    {
      ...{ id: 1, table: '"public"."couchdb"', columns: '"doc"', condition: '', encoding: 'UTF8' },
      ...{ firstPage: 64, pages: 8589934592, isLast: true, bytes: 67108864 },
    },
  ])
  assert.deepEqual(asked, ['new-pg: select * from drover.chunks order by id'])
})

test('a list that somebody else made is not taken for one', async () => {
  const tools = fakeTools({ query: () => [{ ...ROW, is_last: 'perhaps' }] })
  await assert.rejects(readChunks(tools, TARGET))
})
