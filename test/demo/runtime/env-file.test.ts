import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatEnvFile, parseEnvFile } from '../../../src/demo/runtime/env-file.ts'

test('an env file is read as compose and systemd read it', () => {
  const text = '# comment\n\nA=1\nB="two words"\nURL=http://u:p@h/x?a=b\nEMPTY=\n'
  assert.deepEqual(parseEnvFile(text), { A: '1', B: 'two words', URL: 'http://u:p@h/x?a=b', EMPTY: '' })
})

test('what is written is read again', () => {
  const values = { COUCHDB_URL: 'http://medic:x@127.0.0.1:5984/medic', COUCH2PG_SLEEP_MINS: '0.05' }
  assert.deepEqual(parseEnvFile(formatEnvFile(values)), values)
})
