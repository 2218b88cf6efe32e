import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closest } from '../../src/model/suggestion.ts'

const KNOWN = ['source', 'target', 'database', 'status', 'start', 'go']

for (const [typed, meant] of Object.entries({
  souce: 'source',
  Source: 'source',
  tagret: 'target',
  databse: 'database',
  statsu: 'status',
  og: 'go',
}))
  test(`${typed} means ${meant}`, () => {
    assert.equal(closest(typed, KNOWN), meant)
  })

for (const typed of ['', 'zebra', 'sauce-pan', 'dt'])
  test(`"${typed}" means none of the known words`, () => {
    assert.equal(closest(typed, KNOWN), undefined)
  })

test('where no word is known none is meant', () => {
  assert.equal(closest('source', []), undefined)
})
