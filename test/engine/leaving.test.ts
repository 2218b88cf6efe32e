import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manual, remote, stopJob, undoWith } from '../../src/model/make-step.ts'
import { hasEnded, type Run } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import { NOBODY, STARTER } from '../model/sample.ts'
import { type Scene, withScene } from './scene.ts'

function job(id: string) {
  return remote(id, { on: 'old', run: sh`work`, timeout: '5m', undo: undoWith('old', sh`undo`) })
}

const SERVE = remote('serve', {
  on: 'old',
  run: sh`serve`,
  background: true,
  undo: stopJob('old', 'serve'),
  timeout: '5m',
})
const PLUG = manual('plug', { instructions: 'Pull it.', undo: 'nothing' })
const launched = (id: string) => (run: Run) => run.steps[id]?.launchedAt !== undefined

async function finish({ hosts, until }: Scene, step: string): Promise<string> {
  const { id } = await until(launched(step))
  hosts.end(`${id}-${step}-1`, 0)
  return id
}

test(
  'an abort stops the job in hand and those in the background, and then ends the run',
  withScene([SERVE, job('work')], async (scene) => {
    const { hosts, until, send } = scene
    const { id } = await until(launched('serve'))
    hosts.job(`${id}-serve-1`).outputs['snapshot'] = '0003'
    await until(launched('work'))
    await send({ type: 'abort', by: STARTER, reason: 'Wrong server.' })
    const run = await until(hasEnded)
    assert.equal(run.status, 'aborted')
    assert.deepEqual(hosts.stopped, [`${id}-work-1`, `${id}-serve-1`])
  }),
)

test(
  'an abort waits for a host that does not answer, and a second one ends the run at once',
  withScene([job('work')], async ({ hosts, until, send, runs, world }) => {
    const { id } = await until(launched('work'))
    hosts.setReachable(false)
    await send({ type: 'abort', by: STARTER, reason: 'Wrong server.' })
    await until(() => runs.stallOf(id) !== undefined)
    const run = await send({ type: 'abort', by: STARTER, reason: 'Now.' })
    assert.equal(run.status, 'aborted')
    const last = (await world.journal.history(id)).at(-1)?.event
    assert.deepEqual(last && 'reason' in last && last.reason, 'Wrong server. (jobs on the hosts were not seen to stop)')
    assert.deepEqual(hosts.stopped, [])
  }),
)

test(
  'a background job that a step has ended already is not stopped again',
  withScene(
    [SERVE, remote('end', { act: stopJob('old', 'serve'), undo: 'nothing', timeout: '1m' }), PLUG],
    async ({ hosts, until, send }) => {
      const { id } = await until(launched('serve'))
      hosts.job(`${id}-serve-1`).outputs['snapshot'] = '0003'
      await until(({ status }) => status === 'waiting')
      await send({ type: 'abort', by: STARTER, reason: 'Enough.' })
      await until(hasEnded)
      assert.deepEqual(hosts.stopped, [`${id}-serve-1`])
    },
  ),
)

test(
  'a rollback takes back the latest step first, each by a job of its own',
  withScene([job('one'), SERVE, job('two'), PLUG], async (scene) => {
    const { hosts, until, send, events } = scene
    const id = await finish(scene, 'one')
    await until(launched('serve'))
    hosts.job(`${id}-serve-1`).outputs['snapshot'] = '0003'
    await finish(scene, 'two')
    await until(({ status }) => status === 'waiting')
    await send({ type: 'rollback', by: STARTER, reason: 'Not today.' })
    for (const step of ['two', 'one']) {
      await until(() => hosts.begun.includes(`${id}-${step}-undo-1`))
      hosts.end(`${id}-${step}-undo-1`, 0)
    }
    assert.equal((await until(hasEnded)).status, 'rolled-back')
    assert.deepEqual(
      (await events()).filter((name) => name.startsWith('step-undone')),
      ['step-undone two', 'step-undone serve', 'step-undone one'],
    )
    assert.deepEqual(hosts.stopped, [`${id}-serve-1`])
  }),
)

async function toUndo(scene: Scene): Promise<string> {
  const id = await finish(scene, 'one')
  await scene.until(({ status }) => status === 'waiting')
  await scene.send({ type: 'rollback', by: STARTER, reason: 'Not today.' })
  await scene.until(() => scene.hosts.begun.includes(`${id}-one-undo-1`))
  return id
}

test(
  'an undo that fails stops the rollback with its exit code, and a retry is a new job',
  withScene([job('one'), PLUG], async (scene) => {
    const id = await toUndo(scene)
    scene.hosts.say(`${id}-one-undo-1`, 'no such folder\n')
    scene.hosts.end(`${id}-one-undo-1`, 2)
    const run = await scene.until(({ status }) => status === 'failed')
    assert.deepEqual(run.undoing?.failure, {
      summary: 'The undo of one on old ended with exit 2.',
      tail: 'no such folder',
    })
    await scene.send({ type: 'retry', by: STARTER })
    await scene.until(() => scene.hosts.begun.includes(`${id}-one-undo-2`))
    scene.hosts.end(`${id}-one-undo-2`, 0)
    assert.equal((await scene.until(hasEnded)).status, 'rolled-back')
  }),
)

test(
  'an undo that is gone without an exit code is uncertain, also after a new engine',
  withScene([job('one'), PLUG], async (scene) => {
    const id = await toUndo(scene)
    await scene.until((run) => run.undoing?.launchedAt !== undefined)
    scene.hosts.vanish(`${id}-one-undo-1`)
    await scene.restart()
    const run = await scene.until(({ status }) => status === 'uncertain')
    assert.equal(
      run.undoing?.failure?.summary,
      'Nobody knows whether the undo of one ran to its end on old: its process is gone and left no exit code.',
    )
    assert.deepEqual(scene.hosts.begun, [`${id}-one-1`, `${id}-one-undo-1`])
  }),
)

test(
  'an abort in the middle of an undo stops the undo',
  withScene([job('one'), PLUG], async (scene) => {
    const id = await toUndo(scene)
    await scene.send({ type: 'abort', by: STARTER, reason: 'Leave it.' })
    assert.equal((await scene.until(hasEnded)).status, 'aborted')
    assert.deepEqual(scene.hosts.stopped, [`${id}-one-undo-1`])
  }),
)

test(
  'nobody without a role of the run may give it up',
  withScene([PLUG], async ({ until, send }) => {
    const { id } = await until(({ status }) => status === 'waiting')
    await assert.rejects(send({ type: 'abort', by: NOBODY, reason: 'Fun.' }), {
      message: `To abort ${id} takes the driver (<@U0>) or somebody with dba or owner. /migrate who ${id} names them.`,
    })
  }),
)
