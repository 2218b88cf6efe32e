import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createPace, paidUntil } from '../../src/model/pace.ts'

test('what passed is owed, and waited for before the next', () => {
  const pace = createPace(1000)
  assert.equal(pace.take(1250, 0), 1000)
  assert.equal(pace.take(500, 1000), 500)
  assert.equal(pace.take(100, 1500), 100)
})

test('a quarter of a second may pass at once after a rest, however long the rest was', () => {
  const pace = createPace(1000)
  assert.equal(pace.take(250, 0), 0)
  assert.equal(pace.take(1, 0), 1)
  assert.equal(pace.take(250, 3_600_000), 0)
  assert.equal(pace.take(1000, 3_600_000), 1000)
})

test('streams that share a pace get its rate together', () => {
  const pace = createPace(1_000_000)
  const waits = Array.from({ length: 4 }, () => pace.take(500_000, 0))
  assert.deepEqual(waits, [250, 750, 1250, 1750])
})

test('what passed by any instant is the rate, the burst and the last piece at most', () => {
  const pieces = fc.array(fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 500 })))
  fc.assert(
    fc.property(fc.integer({ min: 1000, max: 1_000_000 }), pieces, (bytesPerSecond, all) => {
      const pace = createPace(bytesPerSecond)
      let [nowMs, passed] = [0, 0]
      for (const [bytes, idleMs] of all) {
        assert.ok(passed <= (bytesPerSecond * (nowMs + 251)) / 1000, `${passed} bytes by ${nowMs} ms`)
        passed += bytes
        nowMs += pace.take(bytes, nowMs) + idleMs
      }
    }),
  )
})

test('the instant paid until never goes back', () => {
  assert.equal(paidUntil(5000, 0, 1000, 1000), 5000)
  assert.equal(paidUntil(5000, 0, 1000, 6000), 5750)
})
