import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outputOf, remote, undoWith } from '../../src/model/make-step.ts'
import { hasEnded, type Run } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import { ROWS, STARTER } from '../model/sample.ts'
import { withScene } from './scene.ts'

const WAYS = { on: 'old', timeout: '5m', undo: undoWith('old', sh`undo`) }
const WORK = remote('work', { ...WAYS, run: sh`work` })

const ended = (run: Run) => hasEnded(run)
const stopped = (run: Run) => run.status === 'failed' || run.status === 'uncertain'
const launched = (run: Run) => run.steps['work']?.launchedAt !== undefined

test(
  'a step whose skipIf passes is skipped with the reason, and nothing is started',
  withScene([remote('work', { ...WAYS, run: sh`work`, skipIf: ROWS })], async ({ hosts, until }) => {
    const run = await until(ended)
    assert.deepEqual([run.steps['work']?.state, run.steps['work']?.note], ['skipped', '10 rows.'])
    assert.deepEqual(hosts.begun, [])
  }),
)

test(
  'a skipIf that cannot tell does not skip',
  withScene(
    [remote('work', { ...WAYS, run: sh`work`, skipIf: ROWS })],
    async ({ hosts, until }) => {
      const { id } = await until(launched)
      assert.deepEqual(hosts.begun, [`${id}-work-1`])
    },
    { measured: new Error('no idea') },
  ),
)

const PROVEN = remote('work', { ...WAYS, run: sh`work`, verify: ROWS })

test(
  'a job that ended well fails the step when its proof does',
  withScene([PROVEN], async ({ hosts, rows, until }) => {
    rows.verdict = { outcome: 'fail', summary: '9 rows.', values: { rows: 9 }, advice: 'Count again.' }
    const { id } = await until(launched)
    hosts.end(`${id}-work-1`, 0)
    const run = await until(stopped)
    assert.deepEqual(run.steps['work']?.failure, {
      summary: 'work ended without an error, but its proof says: 9 rows.',
      fix: 'Count again.',
    })
    assert.equal(run.steps['work']?.evidence[0]?.summary, '9 rows.')
  }),
)

test(
  'a proof that cannot tell is no proof',
  withScene([PROVEN], async ({ hosts, rows, until }) => {
    rows.verdict = new Error('connection reset')
    const { id } = await until(launched)
    hosts.end(`${id}-work-1`, 0)
    const run = await until(stopped)
    assert.equal(
      run.steps['work']?.failure?.summary,
      'work ended without an error, but its proof says: Could not be judged, which is not a pass: connection reset',
    )
  }),
)

test(
  'a host that does not answer stalls the run, which fails nothing and goes on when it is back',
  withScene([WORK], async ({ hosts, runs, until, send, run }) => {
    const { id } = await until(launched)
    hosts.setReachable(false)
    await until(() => runs.stallOf(id) !== undefined)
    assert.equal(runs.stallOf(id), 'old does not answer. Nothing was changed. It is asked again.')
    assert.equal((await run()).status, 'running')
    hosts.setReachable(true)
    hosts.end(`${id}-work-1`, 0)
    await until(ended)
    assert.equal(runs.stallOf(id), undefined)
    await assert.rejects(send({ type: 'retry', by: STARTER }), { code: 'run-ended' })
  }),
)

test(
  'what a broken engine cannot explain is shown with a reference, and the run stays where it is',
  withScene(
    [remote('work', { ...WAYS, run: sh`use ${outputOf({ id: 'nobody' }, 'path')}` })],
    async ({ runs, until, logged }) => {
      const { id } = await until(() => true)
      await until(() => runs.stallOf(id) !== undefined)
      assert.match(
        runs.stallOf(id) ?? '',
        /^Something broke on my side \(ref [0-9a-f]{4}\)\. The run is where it was\. The operator's log has the details\.$/,
      )
      assert.deepEqual(logged.slice(0, 1), ['a look at a run broke'])
    },
  ),
)
