import assert from 'node:assert/strict'
import { test } from 'node:test'
import { check } from '../../src/model/make-step.ts'
import { differences } from '../../src/model/plan-change.ts'
import { reportOf } from '../../src/report/report-of.ts'
import { OWNER, ROWS, STARTER, samplePlan } from '../model/sample.ts'
import { historyOf, smallPlan, sourceOf } from './story.ts'

test('a plan that was adopted on the way is the plan of the report, and how that came is a deviation', () => {
  const before = smallPlan()
  const { migration, params } = before
  const now = samplePlan([...before.steps, check('more', ROWS)], { migration, params })
  const today = { plan: now, unfit: [] }
  const { history } = historyOf(before, [
    [1, { type: 'plan-changed', digest: now.digest, says: differences(before, now) }],
    [1, { type: 'adopt', by: STARTER, reason: 'Count once more.', today }],
    [1, { type: 'adopt', by: OWNER, reason: 'I read it.', today }],
  ])
  const { plan, deviations } = reportOf(sourceOf(history), (text) => text)
  assert.deepEqual([plan.digest, plan.steps.at(-1)?.step], [now.digest, 'more'])
  const digest = now.digest.slice(0, 12)
  assert.deepEqual(
    deviations.map(({ kind, who, words }) => [kind, who, words]),
    [
      ['plan', 'Drover', 'The migration file gives another plan: more is new, after counts.'],
      [
        'hold',
        'Drover',
        'Asked to hold: The migration file gives another plan than the one of this run. more is new, after counts.',
      ],
      ['plan', 'Anna', `Asked to go on by the plan ${digest}: Count once more. more is new, after counts.`],
      ['plan', 'Chioma', `Goes on by the plan ${digest}: I read it. more is new, after counts.`],
    ],
  )
})
