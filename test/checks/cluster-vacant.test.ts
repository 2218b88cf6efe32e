import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clusterVacant } from '../../src/checks/cluster-vacant.ts'
import { fakeTools, SCOPE } from './fake-tools.ts'

const ON = { host: 'new-pg', port: 5432, database: 'cht', user: 'postgres' }

function look(objects: Readonly<Record<string, number>>) {
  const tools = fakeTools({
    query: ({ database }, sql) =>
      sql.includes('pg_database') ? [{ databases: Object.keys(objects) }] : [{ objects: String(objects[database]) }],
  })
  return clusterVacant.registered.run({ on: ON }, tools, SCOPE)
}

test('a cluster whose databases are all empty is free to be replaced', async () => {
  const { outcome, summary, values } = await look({ postgres: 0, cht: 0 })
  assert.deepEqual([outcome, summary], ['pass', 'No database on new-pg holds anything.'])
  assert.deepEqual(values, { occupied: 0 })
})

test('a cluster in which somebody made something since the go-ahead is not replaced', async () => {
  const { outcome, summary, advice } = await look({ postgres: 0, superset: 1, wiki: 12 })
  assert.equal(outcome, 'fail')
  assert.equal(
    summary,
    'The cluster on new-pg holds superset (1 table or view), wiki (12 tables or views) by now, and a move by files replaces all of it.',
  )
  assert.equal(
    advice,
    'new-pg was not touched. Ask who made it; once it is elsewhere or dropped, retry. Or roll back, which removes the copy.',
  )
})
