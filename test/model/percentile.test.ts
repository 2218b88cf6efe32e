import assert from 'node:assert/strict'
import { test } from 'node:test'
import { percentile } from '../../src/model/percentile.ts'

const CASES = [
  { values: [], share: 0.5, gives: undefined },
  { values: [7], share: 0.9, gives: 7 },
  { values: [30, 10, 12], share: 0.5, gives: 12 },
  { values: [10, 20], share: 0.5, gives: 15 },
  { values: [10, 20, 30], share: 0.9, gives: 28 },
  { values: [10, 20, 30], share: 0, gives: 10 },
  { values: [10, 20, 30], share: 1, gives: 30 },
]

for (const { values, share, gives } of CASES) {
  test(`the ${share * 100} % point of ${values.join(', ') || 'nothing'} is ${gives ?? 'unknown'}`, () => {
    assert.equal(percentile(values, share), gives)
  })
}
