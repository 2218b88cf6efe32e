import assert from 'node:assert/strict'
import { test } from 'node:test'
import { feeds } from '../../../src/demo/couch2pg/feeds.ts'
import { readEnvironment, withoutLogin } from '../../../src/demo/couch2pg/options.ts'

const URLS = { COUCHDB_URL: 'https://medic:pw@h/medic', POSTGRESQL_URL: 'postgres://couch2pg:pw@pg:5432/cht' }

test('the progress key is the address as typed, without the login', () => {
  assert.equal(withoutLogin('https://medic:pw@h:443/medic'), 'h:443/medic')
  assert.equal(withoutLogin('https://h/medic'), 'h/medic')
  const sources = feeds(...readEnvironment(URLS)).map(({ source }) => source)
  assert.deepEqual(sources, ['h/medic', 'h/medic-sentinel', 'h/medic-users-meta', 'h/medic-logs', 'h/_users'])
})

test('every database is followed unless its switch is exactly false', () => {
  const env = { ...URLS, SYNC_DB_MEDIC: 'no', SYNC_DB_LOGS: 'false', SYNC_DB_USERS: 'false' }
  const tables = feeds(...readEnvironment(env)).map(({ table }) => table)
  assert.deepEqual(tables, ['couchdb', 'couchdb', 'couchdb_users_meta'])
})

test('fractions of minutes are taken, and what is not set has the defaults of the real one', () => {
  const [options] = readEnvironment({ ...URLS, COUCH2PG_SLEEP_MINS: '0.02', COUCH2PG_DEBUG: 'false' })
  assert.deepEqual(
    [options.sleepMins, options.debug, options.retryCount, options.couchdbUsersMetaDocLimit],
    [0.02, false, undefined, 50],
  )
})
