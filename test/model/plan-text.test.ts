import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gate } from '../../src/model/make-step.ts'
import { stepLines } from '../../src/model/plan-text.ts'

test('a gate says whose approvals it needs, and its clocks', () => {
  const step = gate('go', {
    title: 'Go-ahead',
    approvals: { dba: 1, owner: 2 },
    shows: [],
    ...{ voteBy: '24h', actBy: '12h', freshFor: '15m', escalateTo: 'sre-lead' },
  })
  assert.deepEqual(stepLines(step), [
    'approvals: 1 dba, 2 owner',
    'clocks: decide within 24 h, sre-lead is told before that ends, begin within 12 h of the last approval, evidence counts for 15 min',
  ])
})

test('a gate without clocks says nothing of them', () => {
  const step = gate('go', { title: 'Go-ahead', approvals: { dba: 1 }, shows: [] })
  assert.deepEqual(stepLines(step), ['approvals: 1 dba'])
})
