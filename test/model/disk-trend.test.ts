import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  baseAfter,
  type DiskSample,
  isTight,
  trendOf,
  trendWords,
  whyLow,
  withSample,
} from '../../src/model/disk-trend.ts'

const GB = 1e9
const MB = 1e6
const TOTAL = 100 * GB

function sample(atMs: number, freeBytes: number, totalBytes = TOTAL): DiskSample {
  return { atMs, freeBytes, usedBytes: totalBytes - freeBytes, totalBytes }
}

/** A sample every 5 s, falling so much a second from a free space. */
function falling(fromBytes: number, perSecond: number, count = 12): readonly DiskSample[] {
  return Array.from({ length: count }, (_, index) => sample(index * 5000, fromBytes - perSecond * index * 5))
}

const trend = (samples: readonly DiskSample[]) => trendOf(samples) ?? assert.fail('there is a trend')
const START = { freeBytes: 90 * GB, wasHeld: false }

test('no forecast is made before fifteen seconds were seen', () => {
  assert.equal(trendOf([]), undefined)
  assert.equal(trend(falling(41 * GB, 14 * MB, 3)).fallingPerSecond, undefined)
  assert.equal(trend(falling(41 * GB, 14 * MB, 4)).fallingPerSecond, 14 * MB)
})

test('the forecast is in words, with its rate', () => {
  const words = trendWords('/var', trend(falling(41 * GB, 14 * MB)))
  assert.equal(words, '40.2 GB free in /var, falling 14 MB/s, full in 48 min at this rate')
})

test('a disk that does not fall, or would take days, has no forecast to read', () => {
  assert.equal(trendWords('/', trend(falling(41 * GB, 0))), '41 GB free in /')
  assert.equal(trendWords('/', trend(falling(41 * GB, -5 * MB))), '41.3 GB free in /')
  assert.equal(trendWords('/', trend(falling(41 * GB, 1000))), '41 GB free in /')
})

test('one burst, or one odd answer, does not move the forecast', () => {
  const steady = falling(41 * GB, 10 * MB)
  const odd = steady.map((one, index) => (index === 5 ? { ...one, freeBytes: 5 * GB } : one))
  assert.equal(Math.round((trend(odd).fallingPerSecond ?? 0) / MB), 10)
})

test('the forecast follows the last three minutes', () => {
  const old = Array.from({ length: 120 }, (_, index) => sample(index * 5000, 90 * GB - index * GB * 0.1))
  const quiet = Array.from({ length: 40 }, (_, index) => sample(600_000 + index * 5000, 78 * GB))
  const kept = [...old, ...quiet].reduce<readonly DiskSample[]>(withSample, [])
  assert.equal(kept.length, 37)
  assert.deepEqual(trend(kept).fallingPerSecond, 0)
})

test('from 85 % used on it is a warning, and says so', () => {
  assert.deepEqual([isTight(sample(0, 15 * GB)), isTight(sample(0, 15.1 * GB))], [true, false])
  assert.equal(trendWords('/var', sample(0, 13 * GB)), '13 GB free in /var, 87 % used')
})

test('what root keeps for itself is not free', () => {
  assert.equal(isTight({ atMs: 0, freeBytes: 10 * GB, usedBytes: 85 * GB, totalBytes: TOTAL }), true)
})

const LOW: readonly [string, readonly DiskSample[], number | undefined, string | undefined][] = [
  ['there is room', falling(41 * GB, 14 * MB), 3_600_000, undefined],
  [
    'free space fell below a hundredth of the disk',
    [sample(0, 0.9 * GB)],
    undefined,
    'new-pg has 900 MB free in /var, less than the 1 GB that should stay free. Free space there, then release the run.',
  ],
  [
    'a small disk fell below 256 MB',
    [sample(0, 200 * MB, 10 * GB)],
    undefined,
    'new-pg has 200 MB free in /var, less than the 256 MB that should stay free. Free space there, then release the run.',
  ],
  [
    'it is full in less than five minutes, and the step needs longer',
    falling(4.9 * GB, 14 * MB),
    1_200_000,
    'new-pg has 4.1 GB free in /var, 95 % used, falling 14 MB/s, full in 4 min 55 s at this rate, and the step needs about 20 min more. Free space there, then release the run.',
  ],
  ['it is full in less than five minutes, and the step ends before', falling(4.9 * GB, 14 * MB), 60_000, undefined],
  [
    'it is full in less than five minutes, and nobody knows what the step needs',
    falling(4.9 * GB, 14 * MB),
    undefined,
    undefined,
  ],
  [
    'it is full in less than a minute, and nobody knows what the step needs',
    falling(10 * GB, 140 * MB),
    undefined,
    'new-pg has 2.3 GB free in /var, 97 % used, falling 140 MB/s, full in 16 s at this rate. Free space there, then release the run.',
  ],
]

for (const [name, samples, leftMs, reason] of LOW)
  test(`a run is ${reason ? '' : 'not '}held when ${name}`, () => {
    assert.equal(whyLow('new-pg', '/var', trend(samples), START, leftMs), reason)
  })

test('a disk that was nearly full from the beginning holds nothing until half of that is gone', () => {
  const base = { freeBytes: 900 * MB, wasHeld: false }
  assert.equal(whyLow('new-pg', '/', sample(0, 500 * MB), base, undefined), undefined)
  assert.match(whyLow('new-pg', '/', sample(0, 449 * MB), base, undefined) ?? '', /^new-pg has 449 MB free/)
})

test('after a hold that people released, the next comes once half of what was left is gone', () => {
  const base = { freeBytes: 4.2 * GB, wasHeld: true }
  const soon = (from: number) => whyLow('new-pg', '/', trend(falling(from, 14 * MB)), base, 3_600_000)
  assert.equal(soon(3.5 * GB), undefined)
  assert.match(soon(2.8 * GB) ?? '', /^new-pg has 2 GB free/)
})

test('more room than there was begins it all anew', () => {
  const base = { freeBytes: 2 * GB, wasHeld: true }
  assert.equal(baseAfter(base, sample(0, 2.1 * GB)), base)
  assert.deepEqual(baseAfter(base, sample(0, 3 * GB)), { freeBytes: 3 * GB, wasHeld: false })
  assert.deepEqual(baseAfter(undefined, sample(0, 3 * GB)), { freeBytes: 3 * GB, wasHeld: false })
})
