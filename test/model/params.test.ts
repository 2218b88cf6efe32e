import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rate } from '../../src/model/params.ts'

const RATES: Readonly<Record<string, number>> = {
  '20MB/s': 20_000_000,
  '500kB/s': 500_000,
  '100Mbit/s': 12_500_000,
  '1Gbit/s': 125_000_000,
  '1.5GB/s': 1_500_000_000,
  '8kbit/s': 1000,
  '2000B/s': 2000,
  '20 MB/s': 20_000_000,
}

for (const [typed, bytesPerSecond] of Object.entries(RATES))
  test(`a rate of ${typed} is ${bytesPerSecond} bytes per second, and stays that when it is read again`, () => {
    const parsed = rate().parse(typed)
    assert.equal(parsed, bytesPerSecond)
    assert.equal(rate().parse(parsed), bytesPerSecond)
  })

for (const typed of ['', 'fast', '20', '20MB', '20mb/s', '-1MB/s', '0MB/s', '10B/s', '1e9MB/s', '20MB/s/s'])
  test(`"${typed}" is no rate`, () => {
    const { error } = rate().safeParse(typed)
    assert.deepEqual(
      error?.issues.map(({ message }) => message),
      ['expected a rate such as 20MB/s, 500kB/s or 100Mbit/s'],
    )
  })

test('a rate may be left out', () => {
  assert.equal(rate().optional().parse(undefined), undefined)
})
