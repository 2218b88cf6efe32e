import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceKeys } from '../../../migrations/couch2pg-move/source-keys.ts'
import { syncedFrom } from '../../../migrations/couch2pg-move/synced.ts'
import { fakeTools, SCOPE } from '../../checks/fake-tools.ts'

const DATABASE = { host: 'old-pg', port: 5432, database: 'cht', user: 'postgres' }
const SIDE = { host: 'old-pg', runtime: 'docker' as const, dir: '/root', database: DATABASE }
const KEYS = syncedFrom('cht.example.org/medic', () => undefined).keys

function ask(rows: readonly { source: string; seq: string | null }[], keys = KEYS) {
  const { args } = sourceKeys({ side: SIDE, keys: [...keys] })
  return sourceKeys.registered.run(args, fakeTools({ query: () => rows }), SCOPE)
}

test('all keys there pass, and tell how many were never read', async () => {
  const rows = KEYS.map((source, index) => ({ source, seq: index === 4 ? null : `${index + 1}-g1AAAA` }))
  const { outcome, summary, outputs, table } = await ask(rows)
  assert.deepEqual([outcome, summary], ['pass', 'All 5 resume keys are in couchdb_progress on old-pg.'])
  assert.deepEqual(outputs, { neverRead: 1 })
  assert.deepEqual(table?.rows[1], ['cht.example.org/medic', '1'])
})

test('a key under another spelling is missing, and what is there is shown', async () => {
  const { outcome, summary, advice } = await ask(
    [{ source: 'cht.example.org:443/medic', seq: '1-a' }],
    KEYS.slice(0, 1),
  )
  assert.equal(outcome, 'fail')
  assert.equal(
    summary,
    'couch2pg on old-pg would look for cht.example.org/medic, and couchdb_progress holds cht.example.org:443/medic.',
  )
  assert.equal(
    advice,
    'It would fetch everything again from the start. Make COUCHDB_URL the same to the byte on both sides, then retry.',
  )
})

test('an empty table of progress holds none', async () => {
  assert.match((await ask([])).summary, /and couchdb_progress holds none\.$/)
})
