import assert from 'node:assert/strict'
import { test } from 'node:test'
import { durationMs, formatMs } from '../../src/model/duration.ts'

const READ = { '250ms': 250, '90s': 90_000, '15m': 900_000, '6h': 21_600_000, '2d': 172_800_000, '1.5h': 5_400_000 }

for (const [text, ms] of Object.entries(READ))
  test(`${text} is ${ms} milliseconds`, () => {
    assert.equal(durationMs(text), ms)
  })

for (const text of ['', '15', 'm', '15 m', '-5m', '1h30m', '5M', '1e3s', '５m'])
  test(`"${text}" is not a duration`, () => {
    assert.throws(() => durationMs(text), {
      code: 'bad-duration',
      message: `"${text}" is not a duration. Write it like 90s, 15m, 6h or 2d.`,
    })
  })

const SHOWN: readonly (readonly [number, string])[] = [
  [0, '0 ms'],
  [949, '949 ms'],
  [950, '1 s'],
  [42_000, '42 s'],
  [59_600, '1 min'],
  [90_000, '1 min 30 s'],
  [780_000, '13 min'],
  [599_000, '9 min 59 s'],
  [601_000, '10 min'],
  [3_599_600, '1 h'],
  [7_500_000, '2 h 5 min'],
  [7_200_000, '2 h'],
  [172_800_000, '2 d'],
  [273_600_000, '3 d 4 h'],
]

for (const [ms, text] of SHOWN)
  test(`${ms} milliseconds are shown as ${text}`, () => {
    assert.equal(formatMs(ms), text)
  })
