import assert from 'node:assert/strict'
import { test } from 'node:test'
import { couchDatabases } from '../../src/checks/couch-databases.ts'
import { fakeTools, SCOPE } from './fake-tools.ts'

const COUCH = { host: 'new-pg', url: 'https://cht.example.org', user: 'medic', password: 'couch' }

function ask(couch: (name: string) => { docCount: number; updateSeq: string } | undefined) {
  const { args } = couchDatabases({ couch: COUCH, databases: ['medic', 'medic-sentinel'] })
  return couchDatabases.registered.run(args, fakeTools({ couch }), SCOPE)
}

test('databases that are there are counted', async () => {
  const { outcome, summary, table } = await ask((name) => ({
    docCount: name === 'medic' ? 4563 : 2202,
    updateSeq: '1',
  }))
  assert.deepEqual([outcome, summary], ['pass', 'new-pg reaches 2 CouchDB databases with 6,765 documents.'])
  assert.deepEqual(table?.rows, [
    ['Database', 'Documents'],
    ['medic', 4563],
    ['medic-sentinel', 2202],
  ])
})

test('a database that is not there stops the move before couch2pg could create it', async () => {
  const { outcome, summary, advice } = await ask((name) =>
    name === 'medic' ? { docCount: 1, updateSeq: '1' } : undefined,
  )
  assert.deepEqual([outcome, summary], ['fail', 'CouchDB has no database medic-sentinel.'])
  assert.equal(
    advice,
    'Nothing was changed. A couch2pg started with this name would create it and find nothing. Correct couchdbUrl, then start again.',
  )
})

test('an empty database is not a missing one', async () => {
  assert.equal((await ask(() => ({ docCount: 0, updateSeq: '0' }))).outcome, 'pass')
})
