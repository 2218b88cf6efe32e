import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endOf } from '../../src/model/log-end.ts'

test('the end of a log begins with the beginning of a line', () => {
  assert.equal(endOf('first\nsecond\nthird', 9), 'third')
  assert.equal(endOf('first\nsecond\nthird', 12), 'second\nthird')
  assert.equal(endOf('first\nsecond', 100), 'first\nsecond')
})

test('a long line keeps its beginning, which says what it is', () => {
  assert.equal(endOf(`DETAIL: ${'x'.repeat(5000)}\nend`, 1004), 'end')
  assert.equal(endOf(`DETAIL: ${'x'.repeat(5000)}\nend`, 4000), `DETAIL: ${'x'.repeat(992)}…\nend`)
})
