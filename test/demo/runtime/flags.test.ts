import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFlags, UnknownFlag } from '../../../src/demo/runtime/flags.ts'

const TABLE = { '-a': { name: 'all' }, '-p': { name: 'property', hasValue: true }, '--now': { name: 'now' } }

test('flags and words may be mixed, and values come after a blank or an equals sign', () => {
  const { flags, words } = parseFlags(['show', '-p', 'A,B', '--now', 'unit', '-p=C'], TABLE)
  assert.deepEqual(
    [...flags],
    [
      ['property', 'A,B,C'],
      ['now', 'true'],
    ],
  )
  assert.deepEqual(words, ['show', 'unit'])
})

test('everything after the first word can be left for another program', () => {
  assert.deepEqual(parseFlags(['-a', 'couch2pg', 'ls', '-l'], TABLE, true).words, ['couch2pg', 'ls', '-l'])
})

test('an unknown flag is refused', () => {
  assert.throws(() => parseFlags(['--follow'], TABLE), new UnknownFlag('unknown flag: --follow'))
})
