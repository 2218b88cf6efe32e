import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOf, syncedFrom } from '../../../migrations/couch2pg-move/synced.ts'

const PLACE = 'cht.example.org:10443/medic'

test('couch2pg reads five databases unless its settings turn one off', () => {
  assert.deepEqual(
    syncedFrom(PLACE, () => undefined),
    {
      names: ['medic', 'medic-sentinel', 'medic-users-meta', 'medic-logs', '_users'],
      keys: [PLACE, `${PLACE}-sentinel`, `${PLACE}-users-meta`, `${PLACE}-logs`, 'cht.example.org:10443/_users'],
    },
  )
})

test('only the exact text false turns a database off', () => {
  const settings: Record<string, string> = { SYNC_DB_USERS: 'false', SYNC_DB_LOGS: 'False', SYNC_DB_SENTINEL: 'false' }
  assert.deepEqual(syncedFrom(PLACE, (key) => settings[key]).names, ['medic', 'medic-users-meta', 'medic-logs'])
})

test('the place of a URL is what stands behind its scheme', () => {
  assert.equal(placeOf('https://cht.example.org:10443/medic'), PLACE)
})
