import assert from 'node:assert/strict'
import { test } from 'node:test'
import { destructive, gate, remote, undoWith, wait } from '../../src/model/make-step.ts'
import { hasEnded, type Run } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import { DBA, OWNER, ROWS } from '../model/sample.ts'
import { type Scene, withScene } from './scene.ts'

const ASK = gate('ask', { approvals: { dba: 1, owner: 1 }, shows: [ROWS] })
const DROP = destructive('drop', {
  destroys: 'everything',
  approvals: { dba: 1 },
  shows: [ROWS],
  on: 'old',
  run: sh`drop`,
  undo: 'none',
  timeout: '5m',
})

const COPY = remote('copy', { on: 'new', run: sh`copy`, undo: 'nothing', timeout: '5m' })

const asking = ({ gate: open, phase }: Run) => open !== undefined && phase === 'asking'

function approve(scene: Scene, run: Run, by = DBA, role = 'dba') {
  const { step = '', revision = 0 } = run.gate ?? {}
  return scene.send({ type: 'approve', by, role, step, revision, via: 'button' })
}

test(
  'a gate opens with what was measured, waits for its people, measures again and lets the run pass',
  withScene([ASK], async (scene) => {
    const run = await scene.until(asking)
    assert.equal(run.gate?.evidence[0]?.summary, '10 rows.')
    await approve(scene, run)
    await approve(scene, run, OWNER, 'owner')
    assert.equal((await scene.until(hasEnded)).status, 'succeeded')
    assert.equal(scene.rows.looks, 2)
  }),
)

test(
  'what moved after the last approval fells it before anything acts, and a new revision asks again',
  withScene([DROP], async (scene) => {
    const run = await scene.until(asking)
    scene.rows.verdict = { outcome: 'pass', summary: '11 rows.', values: { rows: 11 } }
    await approve(scene, run)
    const again = await scene.until((now) => now.gate?.revision === 2)
    assert.deepEqual(again.gate?.fellBecause, ['Rows: rows moved from 10 to 11.'])
    assert.deepEqual(again.gate?.decisions, [])
    assert.deepEqual(scene.hosts.begun, [])
    await approve(scene, again)
    await scene.until(() => scene.hosts.begun.length === 1)
  }),
)

test(
  'another host key fells an approval',
  withScene([DROP], async (scene) => {
    const run = await scene.until(asking)
    assert.deepEqual(run.gate?.hostKeys, { old: 'SHA256:first' })
    scene.hosts.setHostKey('SHA256:second')
    await approve(scene, run)
    const again = await scene.until((now) => now.gate?.revision === 2)
    assert.deepEqual(again.gate?.fellBecause, ['old shows the host key SHA256:second now.'])
    assert.deepEqual(scene.hosts.begun, [])
  }),
)

test(
  'an approval of what comes next counts for the hosts where that will act, up to the next gate',
  withScene([ASK, wait('rest', '1ms'), COPY, DROP], async (scene) => {
    const run = await scene.until(asking)
    assert.deepEqual(run.gate?.hostKeys, { new: 'SHA256:first' })
    await approve(scene, run)
    scene.hosts.setHostKey('SHA256:second')
    await approve(scene, run, OWNER, 'owner')
    const again = await scene.until((now) => now.gate?.revision === 2)
    assert.deepEqual(again.gate?.fellBecause, ['new shows the host key SHA256:second now.'])
    assert.deepEqual(scene.hosts.begun, [])
  }),
)

test(
  'evidence that cannot be had right before the act is not taken as unchanged',
  withScene([DROP], async (scene) => {
    const run = await scene.until(asking)
    scene.rows.verdict = new Error('connection reset')
    await approve(scene, run)
    const failed = await scene.until(({ status }) => status === 'failed')
    assert.equal(failed.steps['drop']?.failure?.summary, 'Could not be judged, which is not a pass: connection reset')
    assert.deepEqual(scene.hosts.begun, [])
  }),
)

test(
  'a gate whose evidence fails never opens',
  withScene(
    [ASK],
    async ({ until }) => {
      const run = await until(({ status }) => status === 'failed')
      assert.equal(run.gate, undefined)
      assert.deepEqual(run.steps['ask']?.failure, { summary: '0 rows.', fix: 'Fill it.' })
    },
    { measured: { outcome: 'fail', summary: '0 rows.', values: { rows: 0 }, advice: 'Fill it.' } },
  ),
)

test(
  'a gate does not open while a host cannot be reached, and opens when it is back',
  withScene([DROP], async (scene) => {
    scene.hosts.setReachable(false)
    const { id } = await scene.until(() => true)
    if (!(await scene.run()).gate)
      await scene.until((run) => run.gate !== undefined || scene.runs.stallOf(id) !== undefined)
    scene.hosts.setReachable(true)
    assert.equal((await scene.until(asking)).status, 'waiting')
  }),
)

test(
  'a hold during an act waits for the act to end, and a release goes on',
  withScene(
    [
      remote('work', { on: 'old', run: sh`work`, timeout: '5m', undo: undoWith('old', sh`undo`) }),
      remote('more', { on: 'old', run: sh`more`, timeout: '5m', undo: 'nothing' }),
    ],
    async ({ hosts, until, send }) => {
      const { id } = await until(() => hosts.begun.length === 1)
      await send({ type: 'hold', by: OWNER, reason: 'The disk looks full.' })
      assert.equal((await until(() => true)).status, 'holding')
      hosts.end(`${id}-work-1`, 0)
      await until(({ status }) => status === 'held')
      assert.deepEqual(hosts.begun, [`${id}-work-1`])
      await send({ type: 'release', by: DBA })
      await until(() => hosts.begun.length === 2)
    },
  ),
)

test(
  'time that has to pass passes by the clock, whoever was asleep meanwhile',
  withScene([wait('rest', '3d')], async ({ pass, until, restart, run }) => {
    await until(({ status }) => status === 'waiting')
    pass(259_199_000)
    await restart()
    assert.equal((await run()).status, 'waiting')
    pass(1_000)
    assert.equal((await until(hasEnded)).status, 'succeeded')
  }),
)
