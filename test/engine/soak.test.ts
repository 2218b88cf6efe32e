import assert from 'node:assert/strict'
import { test } from 'node:test'
import { soak } from '../../src/model/make-step.ts'
import { hasEnded } from '../../src/model/run.ts'
import { ROWS, STARTER } from '../model/sample.ts'
import { withScene } from './scene.ts'

const WATCH = soak('watch', ROWS, { every: '1h', timeout: '2h' })
const WAITING = { outcome: 'waiting' as const, summary: '1 of 2 runs completed.', values: { completed: 1 } }

test(
  'a soak that has not come true yet shows what it saw, and passes when it has',
  withScene(
    [WATCH],
    async ({ rows, runs, until }) => {
      const { id } = await until(() => rows.looks > 1)
      assert.deepEqual(runs.progressOf(id), { done: 0, unit: 'looks', note: '1 of 2 runs completed.' })
      rows.verdict = { outcome: 'pass', summary: '2 runs.', values: {}, outputs: { completed: 2 } }
      const run = await until(hasEnded)
      assert.deepEqual([run.status, run.outputs['watch']], ['succeeded', { completed: 2 }])
      assert.equal(runs.progressOf(id), undefined)
    },
    { measured: WAITING },
  ),
)

test(
  'a soak that fails stops the run with its advice, and a retry looks afresh',
  withScene(
    [WATCH],
    async ({ rows, until, send }) => {
      const run = await until(({ status }) => status === 'failed')
      assert.deepEqual(run.steps['watch']?.failure, { summary: 'It ended.', fix: 'Start it.' })
      rows.verdict = { outcome: 'pass', summary: 'Fine.', values: {} }
      await send({ type: 'retry', by: STARTER })
      assert.equal((await until(hasEnded)).steps['watch']?.attempt, 2)
    },
    { measured: { outcome: 'fail', summary: 'It ended.', values: {}, advice: 'Start it.' } },
  ),
)

test(
  'a soak that never comes true fails when its time is over, and says what it saw last',
  withScene(
    [WATCH],
    async ({ pass, until }) => {
      await until(() => true)
      pass(7_200_001)
      const run = await until(({ status }) => status === 'failed')
      assert.equal(run.steps['watch']?.failure?.summary, 'Rows did not come true in time. 1 of 2 runs completed.')
    },
    { measured: WAITING },
  ),
)

test(
  'a soak that cannot look is shown as stuck and goes on, and never passes by itself',
  withScene(
    [WATCH],
    async ({ rows, runs, until, pass }) => {
      const { id } = await until(() => rows.looks > 0)
      await until(() => runs.stallOf(id) !== undefined)
      assert.equal(runs.stallOf(id), 'Could not be judged, which is not a pass: old does not answer')
      pass(7_200_001)
      const run = await until(({ status }) => status === 'failed')
      assert.equal(
        run.steps['watch']?.failure?.summary,
        'Rows did not come true in time. Could not be judged, which is not a pass: old does not answer',
      )
    },
    { measured: new Error('old does not answer') },
  ),
)
