import assert from 'node:assert/strict'
import { test } from 'node:test'
import { check, gate } from '../../src/model/make-step.ts'
import { hasEnded } from '../../src/model/run.ts'
import { UserError } from '../../src/model/user-error.ts'
import { ROWS } from '../model/sample.ts'
import { PASS, withScene } from './scene.ts'

const CUT = new UserError('ssh-lost', 'The connection to old broke before the command ended.')

test(
  'a line that is cut for a moment does not fail a check: the reason is shown, and it looks again',
  withScene(
    [check('look', ROWS)],
    async ({ rows, runs, until }) => {
      const { id, status } = await until(() => rows.looks > 1)
      assert.deepEqual([status, runs.stallOf(id)], ['running', CUT.message])
      rows.verdict = PASS
      assert.equal((await until(hasEnded)).status, 'succeeded')
    },
    { measured: CUT },
  ),
)

test(
  'a line that stays cut fails the check after ten seconds, since it could not tell',
  withScene(
    [check('look', ROWS)],
    async ({ rows, until, pass }) => {
      await until(() => rows.looks > 0)
      pass(10_000)
      const run = await until(({ status }) => status === 'failed')
      assert.equal(run.steps['look']?.failure?.summary, `Could not be judged, which is not a pass: ${CUT.message}`)
    },
    { measured: CUT },
  ),
)

test(
  'a gate whose evidence cannot be measured yet waits for the line, however long',
  withScene(
    [gate('ask', { approvals: { dba: 1 }, shows: [ROWS] })],
    async ({ rows, until, pass }) => {
      await until(() => rows.looks > 0)
      pass(3_600_000)
      const before = rows.looks
      await until(() => rows.looks > before)
      rows.verdict = PASS
      assert.ok((await until(({ phase }) => phase === 'asking')).gate)
    },
    { measured: CUT },
  ),
)
