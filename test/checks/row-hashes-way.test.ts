import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashingFor, hashingOn } from '../../src/checks/row-hashes-way.ts'

const UTF8 = { major: 15, encoding: 'UTF8' }

test("two servers of one version hash with the server's own function", () => {
  assert.deepEqual(hashingFor(UTF8, UTF8), { by: 'hashtextextended' })
  assert.deepEqual(hashingFor(UTF8, { major: 15 }), { by: 'hashtextextended' })
  assert.deepEqual(hashingFor(UTF8, { major: 15, encoding: 'SQL_ASCII' }), { by: 'hashtextextended' })
})

test('another version, an unknown target or letters in other bytes call for MD5', () => {
  assert.deepEqual(hashingFor(UTF8, { ...UTF8, major: 17 }), { by: 'md5' })
  assert.deepEqual(hashingFor(UTF8, undefined), { by: 'md5' })
  assert.deepEqual(hashingFor(UTF8, { major: 15, encoding: 'LATIN1' }), { by: 'md5' })
  assert.deepEqual(hashingFor({ major: 15, encoding: 'LATIN1' }, { major: 15 }), { by: 'md5', encoding: 'LATIN1' })
})

test('each side knows its own encoding, where that is not UTF-8', () => {
  assert.deepEqual(hashingOn({ major: 15, encoding: 'LATIN1' }, 'md5'), { by: 'md5', encoding: 'LATIN1' })
  assert.deepEqual(hashingOn(UTF8, 'md5'), { by: 'md5' })
})
