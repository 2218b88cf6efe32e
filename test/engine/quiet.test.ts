import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remote, undoWith } from '../../src/model/make-step.ts'
import { sh } from '../../src/model/shell.ts'
import { STARTER } from '../model/sample.ts'
import { type Scene, withScene } from './scene.ts'

const copy = remote('copy', {
  on: 'new',
  run: sh`copy`,
  undo: undoWith('new', sh`drop`),
  repeatable: false,
  timeout: '9h',
})

/** The heartbeat of so many minutes, with a look at what is in hand in each. */
async function beats(scene: Scene, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    scene.pass(60_000)
    await scene.engine().wakeAll()
    await looks(scene)
  }
}

async function looks(scene: Scene): Promise<void> {
  const before = scene.hosts.peeks.length
  await scene.until(() => scene.hosts.peeks.length > before + 1)
}

async function said(scene: Scene): Promise<readonly string[]> {
  return (await scene.events()).filter((event) => event.startsWith('act-'))
}

async function id(scene: Scene): Promise<string> {
  await scene.until((run) => run.steps['copy']?.launchedAt !== undefined)
  return scene.hosts.begun[0] ?? ''
}

test(
  'a job of which nothing new is seen for ten minutes is said once, and that it moves when its log goes on',
  withScene([copy], async (scene) => {
    const job = await id(scene)
    await looks(scene)
    await beats(scene, 10)
    assert.deepEqual(await said(scene), [])
    await beats(scene, 8)
    assert.deepEqual(await said(scene), ['act-quiet copy'])
    scene.hosts.say(job, 'doc 1\n')
    await looks(scene)
    await beats(scene, 1)
    assert.deepEqual(await said(scene), ['act-quiet copy', 'act-moved copy'])
    await beats(scene, 12)
    assert.equal((await said(scene)).length, 3)
  }),
)

test(
  'a job that was said to be quiet is not said to move because another process looks at it',
  withScene([copy], async (scene) => {
    await id(scene)
    await looks(scene)
    await beats(scene, 12)
    await scene.restart()
    await looks(scene)
    await beats(scene, 12)
    assert.deepEqual(await said(scene), ['act-quiet copy'])
  }),
)

test(
  'a host that does not answer for long makes its act quiet too, as nobody sees it move',
  withScene([copy], async (scene) => {
    await id(scene)
    scene.hosts.setReachable(false)
    for (let minute = 0; minute < 12; minute++) {
      scene.pass(60_000)
      await scene.engine().wakeAll()
    }
    assert.deepEqual(await said(scene), ['act-quiet copy'])
  }),
)

test(
  'an undo of which nothing new is seen is said as the undo',
  withScene(
    [copy, remote('break', { on: 'new', run: sh`false`, undo: 'nothing', repeatable: false, timeout: '9h' })],
    async (scene) => {
      scene.hosts.end(await id(scene), 0)
      await scene.until((run) => run.steps['break']?.launchedAt !== undefined)
      scene.hosts.end(scene.hosts.begun[1] ?? '', 1)
      await scene.until(({ status }) => status === 'failed')
      await scene.send({ type: 'rollback', by: STARTER, reason: 'It broke.' })
      await scene.until(({ undoing }) => undoing?.launchedAt !== undefined)
      await beats(scene, 13)
      assert.deepEqual(await said(scene), ['act-quiet copy'])
      assert.equal((await scene.run()).quiet?.undo, true)
    },
  ),
)
