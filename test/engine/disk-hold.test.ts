import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { ActionContext } from '../../src/model/action.ts'
import { defineAction } from '../../src/model/define-action.ts'
import { remote, undoWith } from '../../src/model/make-step.ts'
import { hasEnded, type Run } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import { STARTER } from '../model/sample.ts'
import { type Scene, withScene } from './scene.ts'

const MB = 1e6
const DISKS = [{ on: 'new', path: '/srv' }] as const
const RELEASE = { type: 'release', by: STARTER } as const

/** A disk of 10 GB that an action fills by a part of 200 MB every five seconds, each once the one before was seen. */
function fillingAction() {
  const disk = { freeBytes: 2000 * MB, seenBytes: 0, parts: 0 }
  let pass: (ms: number) => void = () => {}
  const action = defineAction({
    name: 'fill',
    version: 1,
    args: z.object({}),
    on: () => 'new',
    shows: () => 'fill',
    run: async (_args, _tools, { proceed, report, signal }: ActionContext) => {
      while (disk.parts < 20) {
        await proceed()
        while (disk.seenBytes !== disk.freeBytes) await pause(2, undefined, { signal })
        if (disk.freeBytes < 200 * MB) throw new Error('No space left on device')
        disk.freeBytes -= 200 * MB
        disk.parts += 1
        pass(5000)
        report({ done: disk.parts, total: 20, unit: 'pieces' })
      }
      return {}
    },
  })
  const step = remote('fill', { act: action({}), undo: 'nothing', timeout: '60m', disks: DISKS })
  const begin = (scene: Scene) => {
    pass = scene.pass
    scene.hosts.answer = async () => {
      disk.seenBytes = disk.freeBytes
      const stdout = `/dev/sda1 10000000000 ${10_000 * MB - disk.freeBytes} ${disk.freeBytes} 50% /srv\n`
      return { code: 0, stdout, stderr: '' }
    }
  }
  return { disk, step, begin, options: { actions: [action.registered] } }
}

const isHeld = ({ status }: Run) => status === 'held'
const fills = fillingAction()

test(
  'a run is held before its disk fills, loses nothing, and ends once people made room and released it',
  withScene(
    [fills.step],
    async (scene) => {
      fills.begin(scene)
      const held = await scene.until(isHeld)
      assert.equal(held.hold?.by, 'drover')
      assert.match(
        held.hold?.reason ?? '',
        /^new has [\d.]+ [MG]B free in \/srv.*\. Free space there, then release the run\.$/,
      )
      assert.ok(fills.disk.freeBytes > 0)
      assert.ok(fills.disk.parts < 20)
      fills.disk.freeBytes = 9000 * MB
      scene.pass(600_000)
      await scene.until(({ id }) => scene.runs.disksOf(id)[0]?.text === 'new: 9 GB free in /srv')
      assert.equal((await scene.run()).status, 'held')
      await scene.send(RELEASE)
      const run = await scene.until(hasEnded)
      assert.equal(run.status, 'succeeded')
      const [seen] = run.steps['fill']?.evidence ?? []
      assert.equal(seen?.check, 'disk-watch')
      assert.ok(Number(seen?.values['new /srv least free']) <= 2000 * MB)
      assert.deepEqual(
        (await scene.events()).filter((name) => name === 'hold-asked' || name === 'released'),
        ['hold-asked', 'released'],
      )
    },
    fills.options,
  ),
)

const ignored = fillingAction()

test(
  'a release without more room is believed until half of what was left is gone, and then it holds again',
  withScene(
    [ignored.step],
    async (scene) => {
      ignored.begin(scene)
      const first = await scene.until(isHeld)
      const left = ignored.disk.freeBytes
      await scene.send(RELEASE)
      await scene.until((run) => isHeld(run) && run.seq > first.seq + 1)
      assert.ok(ignored.disk.freeBytes < left / 2 + 200 * MB, `${ignored.disk.freeBytes} of ${left}`)
      assert.ok(ignored.disk.freeBytes >= 0)
    },
    ignored.options,
  ),
)

const DUMP = { on: 'new', run: sh`dump`, timeout: '60m', undo: undoWith('new', sh`undo`), disks: DISKS }

test(
  'a job that fills its disk is stopped where it is',
  withScene([remote('dump', { ...DUMP, pausable: true })], async (scene) => {
    scene.hosts.answer = async () => ({ code: 0, stdout: '/dev/sda1 1000 999 1 99% /srv\n', stderr: '' })
    const launched = await scene.until((run) => run.steps['dump']?.launchedAt !== undefined)
    await scene.until(({ id }) => scene.runs.disksOf(id).length > 0)
    for (let look = 0; look < 20; look += 1) await scene.until(() => true)
    assert.equal((await scene.run()).status, 'running')
    scene.hosts.answer = async () => ({ code: 0, stdout: '/dev/sda1 1000 1000 0 100% /srv\n', stderr: '' })
    scene.pass(5000)
    const held = await scene.until(isHeld)
    assert.deepEqual([...scene.hosts.paused], [`${launched.id}-dump-1`])
    assert.equal(
      held.hold?.reason,
      'new has 0 bytes free in /srv, less than the 256 MB that should stay free. Free space there, then release the run.',
    )
  }),
)

test(
  'a disk that nobody can tell of holds nothing, and is said',
  withScene([remote('dump', DUMP)], async (scene) => {
    scene.hosts.answer = async () => ({ code: 127, stdout: '', stderr: 'df: not found\n' })
    const { id } = await scene.until((run) => run.steps['dump']?.launchedAt !== undefined)
    await scene.until(() => scene.runs.disksOf(id).length > 0)
    assert.deepEqual(scene.runs.disksOf(id), [
      { text: 'new: could not tell how much disk is free: df said df: not found', tight: true },
    ])
    scene.hosts.end(`${id}-dump-1`, 0)
    const run = await scene.until(hasEnded)
    assert.deepEqual([run.status, run.steps['dump']?.evidence], ['succeeded', []])
    await scene.until(() => scene.runs.disksOf(id).length === 0)
  }),
)
