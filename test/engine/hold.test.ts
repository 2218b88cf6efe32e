import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { z } from 'zod'
import type { ActionContext } from '../../src/model/action.ts'
import { defineAction } from '../../src/model/define-action.ts'
import { manual, remote, undoWith } from '../../src/model/make-step.ts'
import { hasEnded, type Run } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import type { Undo } from '../../src/model/step.ts'
import { NOBODY, STARTER } from '../model/sample.ts'
import { type Scene, withScene } from './scene.ts'

const HOLD = { type: 'hold', by: NOBODY, reason: 'The clinic still writes.' } as const
const RELEASE = { type: 'release', by: STARTER } as const
const PARTS = 9

/** An action of nine parts in three lanes, which finds the parts that are done; a part ends when the test says so. */
function partsAction(undo: Undo = 'nothing') {
  const landed = new Set<number>()
  const begun: number[] = []
  const ends = new Map<number, () => void>()
  let runs = 0
  const work = (part: number) => {
    begun.push(part)
    return new Promise<void>((resolve) => ends.set(part, resolve))
  }
  const action = defineAction({
    name: 'parts',
    version: 1,
    args: z.object({}),
    on: () => 'new',
    shows: () => 'parts',
    run: async (_args, _tools, { report, part }: ActionContext) => {
      runs += 1
      const queue = Array.from({ length: PARTS }, (_, index) => index).filter((one) => !landed.has(one))
      const lane = async () => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          const one = next
          await part(() => work(one))
          landed.add(one)
          report({ done: landed.size, total: PARTS, unit: 'pieces', note: '9 MB/s' })
        }
      }
      await Promise.all([lane(), lane(), lane()])
      return { parts: landed.size }
    },
  })
  const step = remote('copy', { act: action({}), undo, repeatable: true, timeout: '5m' })
  return {
    landed,
    begun,
    step,
    options: { actions: [action.registered] },
    runs: () => runs,
    /** Ends every part that is under way. */
    land: () => {
      for (const end of ends.values()) end()
      ends.clear()
    },
    under: () => ends.size,
  }
}

const isHeld = ({ status }: Run) => status === 'held'

/** Three of nine parts have landed, a hold came, and the action rests. */
async function toRest(scene: Scene, parts: ReturnType<typeof partsAction>): Promise<Run> {
  await scene.until(() => parts.under() === 3)
  await scene.send(HOLD)
  parts.land()
  return scene.until(isHeld)
}

async function runToEnd({ until }: Scene, parts: ReturnType<typeof partsAction>): Promise<Run> {
  return until((run) => {
    parts.land()
    return hasEnded(run)
  })
}

const many = partsAction()

test(
  'a hold lets parts under way end, begins no other one, and says how far the act is until the release',
  withScene(
    [many.step],
    async (scene) => {
      await scene.until(() => many.under() === 3)
      assert.equal((await scene.send(HOLD)).status, 'holding')
      for (let look = 0; look < 20; look += 1) await scene.until(() => true)
      assert.equal((await scene.run()).status, 'holding')
      many.land()
      const held = await scene.until(isHeld)
      assert.deepEqual(held.steps['copy']?.paused?.progress, { done: 3, total: 9, unit: 'pieces' })
      for (let look = 0; look < 20; look += 1) await scene.until(() => true)
      assert.deepEqual(many.begun, [0, 1, 2])
      await scene.send(RELEASE)
      const run = await runToEnd(scene, many)
      assert.deepEqual([run.status, run.outputs['copy'], many.runs()], ['succeeded', { parts: 9 }, 1])
      assert.deepEqual(
        many.begun,
        Array.from({ length: PARTS }, (_, index) => index),
      )
      assert.deepEqual(await scene.events(), [
        'started',
        'step-started copy',
        'hold-asked',
        'act-paused copy',
        'released',
        'step-succeeded copy',
        'finished',
      ])
    },
    many.options,
  ),
)

const restarted = partsAction()

test(
  'a bot that starts again leaves an act that rests alone, and after the release sends only what is missing',
  withScene(
    [restarted.step],
    async (scene) => {
      await toRest(scene, restarted)
      await scene.restart()
      for (let look = 0; look < 20; look += 1) await scene.until(() => true)
      assert.deepEqual([restarted.runs(), restarted.begun], [1, [0, 1, 2]])
      assert.equal((await scene.run()).steps['copy']?.paused?.progress?.done, 3)
      await scene.send(RELEASE)
      await runToEnd(scene, restarted)
      assert.deepEqual([restarted.runs(), restarted.begun.length], [2, PARTS])
    },
    restarted.options,
  ),
)

const died = partsAction()

test(
  'a bot that died before the act rested does not begin it again until the release',
  withScene(
    [died.step],
    async (scene) => {
      await scene.until(() => died.under() === 3)
      await scene.send(HOLD)
      const stopped = scene.restart()
      died.land()
      await stopped
      await scene.until(isHeld)
      assert.deepEqual([died.runs(), died.begun], [1, [0, 1, 2]])
      await scene.send(RELEASE)
      assert.equal((await runToEnd(scene, died)).status, 'succeeded')
    },
    died.options,
  ),
)

const given = partsAction()

test(
  'an abort ends an act that rests',
  withScene(
    [given.step],
    async (scene) => {
      await toRest(scene, given)
      await scene.send({ type: 'abort', by: STARTER, reason: 'Wrong server.' })
      assert.equal((await scene.until(hasEnded)).status, 'aborted')
      assert.deepEqual(given.begun, [0, 1, 2])
    },
    given.options,
  ),
)

const back = partsAction(undoWith('new', sh`drop`))

test(
  'a rollback ends an act that rests, and then takes back what it did',
  withScene(
    [back.step],
    async (scene) => {
      const { id } = await toRest(scene, back)
      await scene.send({ type: 'rollback', by: STARTER, reason: 'Not today.' })
      await scene.until(() => scene.hosts.begun.includes(`${id}-copy-undo-1`))
      scene.hosts.end(`${id}-copy-undo-1`, 0)
      assert.equal((await scene.until(hasEnded)).status, 'rolled-back')
      assert.deepEqual(back.begun, [0, 1, 2])
      assert.deepEqual((await scene.events()).slice(3), [
        'act-paused copy',
        'rollback-asked',
        'act-stopped copy',
        'undo-started copy',
        'job-started copy',
        'step-undone copy',
        'rolled-back',
      ])
    },
    back.options,
  ),
)

const slept = partsAction()

test(
  'an act may rest for longer than it may run',
  withScene(
    [slept.step],
    async (scene) => {
      await toRest(scene, slept)
      scene.pass(3_600_000)
      await scene.send(RELEASE)
      assert.equal((await runToEnd(scene, slept)).status, 'succeeded')
    },
    slept.options,
  ),
)

const DUMP = { on: 'old', run: sh`dump`, timeout: '5m', undo: undoWith('old', sh`undo`) }
const launched = (run: Run) => run.steps['dump']?.launchedAt !== undefined
const PAUSABLE = remote('dump', { ...DUMP, pausable: true })

test(
  'the processes of a job that may rest are stopped while the run is held, and go on after the release',
  withScene([PAUSABLE, manual('plug', { instructions: 'Pull it.', undo: 'nothing' })], async (scene) => {
    const { id } = await scene.until(launched)
    const job = `${id}-dump-1`
    Object.assign(scene.hosts.job(job).outputs, { done: '40', total: '100' })
    await scene.send(HOLD)
    const held = await scene.until(isHeld)
    assert.deepEqual([...scene.hosts.paused], [job])
    assert.deepEqual(held.steps['dump']?.paused?.progress, { done: 40, total: 100, unit: 'bytes' })
    scene.pass(3_600_000)
    await scene.send(RELEASE)
    await scene.until(() => scene.hosts.paused.size === 0)
    scene.hosts.end(job, 0)
    assert.equal((await scene.until(({ status }) => status === 'waiting')).at, 1)
  }),
)

test(
  'a job that a bot stopped before it died goes on with the next one, also when the release came in between',
  withScene([PAUSABLE], async (scene) => {
    const { id } = await scene.until(launched)
    const job = `${id}-dump-1`
    await scene.until(() => scene.hosts.pauses.length === 1)
    await scene.send(HOLD)
    await scene.until(isHeld)
    await scene.restart()
    for (let look = 0; look < 20; look += 1) await scene.until(() => true)
    assert.deepEqual([...scene.hosts.paused], [job])
    await scene.send(RELEASE)
    await scene.until(() => scene.hosts.paused.size === 0)
    scene.hosts.paused.add(job)
    await scene.restart()
    await scene.until(() => scene.hosts.paused.size === 0)
    assert.deepEqual(scene.hosts.begun, [job])
  }),
)

test(
  'a hold that finds the job over takes its end',
  withScene([PAUSABLE], async (scene) => {
    const { id } = await scene.until(launched)
    scene.hosts.pause = async () => {
      scene.hosts.end(`${id}-dump-1`, 0)
      return false
    }
    await scene.send(HOLD)
    const run = await scene.until(isHeld)
    assert.deepEqual([run.steps['dump']?.state, run.steps['dump']?.paused], ['succeeded', undefined])
  }),
)

for (const type of ['abort', 'rollback'] as const)
  test(
    `a job that rests is stopped for good by ${type}`,
    withScene([PAUSABLE], async (scene) => {
      const { id } = await scene.until(launched)
      await scene.send(HOLD)
      await scene.until(isHeld)
      await scene.restart()
      await scene.send({ type, by: STARTER, reason: 'Not today.' })
      await scene.until((run) => hasEnded(run) || run.undoing !== undefined)
      assert.deepEqual(scene.hosts.stopped, [`${id}-dump-1`])
    }),
  )

test(
  'a job that may not rest runs to its end under a hold',
  withScene([remote('dump', DUMP)], async (scene) => {
    const { id } = await scene.until(launched)
    await scene.send(HOLD)
    for (let look = 0; look < 20; look += 1) await scene.until(() => true)
    await turn()
    assert.deepEqual([(await scene.run()).status, scene.hosts.pauses], ['holding', []])
    scene.hosts.end(`${id}-dump-1`, 0)
    await scene.until(isHeld)
  }),
)

const late = remote('dump', { on: 'old', run: sh`pg_dump`, timeout: '5m', undo: 'nothing' })

test(
  'a job that a host would not take yet does not begin under a hold, and begins once after the release',
  withScene([manual('plug', { instructions: 'Pull it.', undo: 'nothing' }), late], async (scene) => {
    const { id } = await scene.until((run) => run.status === 'waiting')
    scene.hosts.setReachable(false)
    await scene.send({ type: 'done', by: STARTER, note: 'Pulled.' })
    await scene.until(() => scene.runs.stallOf(id) !== undefined)
    await scene.send(HOLD)
    scene.hosts.setReachable(true)
    await scene.until(isHeld)
    assert.deepEqual(scene.hosts.begun, [])
    await scene.send(RELEASE)
    await scene.until(() => scene.hosts.begun.length === 1)
    scene.hosts.end(`${id}-dump-1`, 0)
    await scene.until(hasEnded)
  }),
)
