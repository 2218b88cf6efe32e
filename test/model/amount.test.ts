import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatBytes, formatCount, formatShare } from '../../src/model/amount.ts'

const BYTES: readonly (readonly [number, string])[] = [
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1 KB'],
  [1500, '1.5 KB'],
  [99_960, '100 KB'],
  [999_499, '999 KB'],
  [999_999, '1 MB'],
  [734_000_000, '734 MB'],
  [999_950_000, '1 GB'],
  [1_440_000_000, '1.4 GB'],
  [2.3e15, '2.3 PB'],
  [5e18, '5000 PB'],
]

for (const [bytes, text] of BYTES)
  test(`${bytes} bytes are shown as ${text}`, () => {
    assert.equal(formatBytes(bytes), text)
  })

test('counts have commas', () => {
  assert.equal(formatCount(1_234_567), '1,234,567')
})

test('a share is never 100 % before all is done', () => {
  assert.equal(formatShare(999_999, 1_000_000), '99 %')
  assert.equal(formatShare(1_000_000, 1_000_000), '100 %')
  assert.equal(formatShare(82, 100), '82 %')
  assert.equal(formatShare(0, 0), '0 %')
})
