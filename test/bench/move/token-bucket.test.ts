import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Bucket, fullBucket, take } from '../../../bench/move/token-bucket.ts'

const RATE = { bytesPerSecond: 1000, burstBytes: 100 }

test('What fits into the burst passes at once, and what goes beyond waits as long as the link takes for it.', () => {
  const first = take(RATE, fullBucket(RATE, 0), 100, 0)
  assert.equal(first.waitMs, 0)
  const second = take(RATE, first.bucket, 50, 0)
  assert.equal(second.waitMs, 50)
  assert.equal(take(RATE, second.bucket, 50, 0).waitMs, 100)
})

test('Time that passed without traffic earns the burst and no more.', () => {
  const empty = take(RATE, fullBucket(RATE, 0), 100, 0).bucket
  assert.equal(take(RATE, empty, 60, 50).waitMs, 10)
  assert.equal(take(RATE, empty, 150, 10_000).waitMs, 50)
})

test('A clock that goes back earns nothing and loses nothing.', () => {
  const { bucket } = take(RATE, fullBucket(RATE, 1000), 100, 1000)
  assert.equal(take(RATE, bucket, 10, 500).waitMs, 10)
})

test('However the pieces come, the link never lets through more than its rate and one burst.', () => {
  const piece = fc.record({ bytes: fc.integer({ min: 1, max: 500 }), pauseMs: fc.integer({ min: 0, max: 300 }) })
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 60 }), (pieces) => {
      let bucket: Bucket = fullBucket(RATE, 0)
      let nowMs = 0
      let sent = 0
      for (const { bytes, pauseMs } of pieces) {
        nowMs += pauseMs
        const taken = take(RATE, bucket, bytes, nowMs)
        bucket = taken.bucket
        sent += bytes
        const passedAtMs = nowMs + taken.waitMs
        assert.ok(sent <= RATE.burstBytes + (passedAtMs * RATE.bytesPerSecond) / 1000 + 1e-6)
      }
    }),
  )
})
