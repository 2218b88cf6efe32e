import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DBA, play, ROWS, rows, samplePlan, send, start } from './sample.ts'

const PLAN = samplePlan([
  { id: 'count', kind: 'check', title: 'Rows', check: ROWS },
  { id: 'go', kind: 'gate', title: 'Go', gate: { approvals: { dba: 1 }, shows: [ROWS] } },
])

const failed = rows(3, 'fail')
const broke = {
  type: 'failed' as const,
  step: 'count',
  attempt: 1,
  failure: { summary: '3 rows.' },
  evidence: [failed],
}
const measured = { type: 'measured' as const, step: 'go', attempt: 1, revision: 0, confirming: false, hostKeys: {} }

test('a check that somebody skipped does not close the gate that shows it: people see it and judge', () => {
  const { run } = play([start(PLAN), broke, { type: 'skip', by: DBA, reason: 'Counted by hand.' }])
  const { run: asked } = send(run, { ...measured, evidence: [failed] })
  assert.equal(asked?.status, 'waiting')
  assert.equal(asked?.gate?.evidence[0]?.outcome, 'fail')
})

test('a check that nobody skipped closes the gate', () => {
  const { run } = play([
    start(PLAN),
    { type: 'succeeded', step: 'count', attempt: 1, outputs: {}, evidence: [rows(3)] },
  ])
  assert.equal(send(run, { ...measured, evidence: [failed] }).run?.status, 'failed')
})
