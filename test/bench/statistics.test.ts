import assert from 'node:assert/strict'
import { test } from 'node:test'
import { median, percentile, rounded } from '../../bench/statistics.ts'

test('The median is the middle value, or the mean of the two in the middle.', () => {
  assert.equal(median([9, 1, 5]), 5)
  assert.equal(median([4, 1, 3, 2]), 2.5)
})

test('A percentile is a value that was measured.', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  assert.equal(percentile(hundred, 0.99), 99)
  assert.equal(percentile(hundred, 0.5), 50)
  assert.equal(percentile(hundred, 1), 100)
  assert.equal(percentile([7], 0.99), 7)
})

test('Of nothing there is no median.', () => {
  assert.ok(Number.isNaN(median([])))
  assert.ok(Number.isNaN(percentile([], 0.5)))
})

test('A number keeps the digits that a reader can use.', () => {
  assert.equal(rounded(0.123456), 0.123)
  assert.equal(rounded(12_345.678), 12_350)
})
