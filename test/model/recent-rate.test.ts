import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Passed, recentRate, withPassed } from '../../src/model/recent-rate.ts'

/** A point every 100 ms at so many bytes per second, from an instant to another. */
function points(fromMs: number, toMs: number, perSecond: number, before: readonly Passed[] = []): readonly Passed[] {
  const base = before.at(-1)?.bytes ?? 0
  const count = Math.floor((toMs - fromMs) / 100)
  return Array.from({ length: count + 1 }, (_, index) => ({
    atMs: fromMs + index * 100,
    bytes: base + (perSecond * index) / 10,
  })).reduce<readonly Passed[]>(withPassed, before)
}

test('no rate is said before a second was seen', () => {
  assert.equal(recentRate([], 5000), undefined)
  assert.equal(recentRate(points(0, 900, 1000), 900), undefined)
  assert.equal(recentRate(points(0, 1000, 1000), 1000), 1000)
})

test('the rate is that of the last 10 seconds, whatever came before', () => {
  const slow = points(0, 60_000, 1000)
  const fast = points(60_100, 70_100, 5000, slow)
  assert.equal(Math.round(recentRate(slow, 60_000) ?? 0), 1000)
  assert.equal(Math.round(recentRate(fast, 70_100) ?? 0), 5000)
})

test('the rate falls to 0 once nothing passes', () => {
  const seen = points(0, 20_000, 1000)
  assert.equal(recentRate(seen, 25_000), 500)
  assert.equal(recentRate(seen, 40_000), 0)
})

test('few points far apart are as good as many', () => {
  const seen = [
    { atMs: 0, bytes: 0 },
    { atMs: 20_000, bytes: 20_000 },
  ]
  assert.equal(recentRate(seen, 20_000), 1000)
})

test('only the points of the window are kept, and one before it', () => {
  const seen = points(0, 600_000, 1000)
  assert.equal(seen.length, 101)
  assert.equal(seen[0]?.atMs, 590_000)
})
