import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPostBudget } from '../../../src/local-slack/web-api/post-budget.ts'

test('a channel takes four posts at once, then one a second', () => {
  let nowMs = 0
  const budget = createPostBudget(() => nowMs)
  const spend = (count: number) => Array.from({ length: count }, () => budget.spend('C1'))
  assert.deepEqual(spend(5), [undefined, undefined, undefined, undefined, 1])
  nowMs += 1_000
  assert.deepEqual(spend(2), [undefined, 1])
  assert.equal(budget.spend('C2'), undefined)
})
