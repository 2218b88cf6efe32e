import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { ActionContext } from '../../src/model/action.ts'
import { defineAction } from '../../src/model/define-action.ts'
import { check, remote, undoWith, wait } from '../../src/model/make-step.ts'
import { hasEnded, type Run } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import type { Step } from '../../src/model/step.ts'
import { DBA, OWNER, ROWS, STARTER } from '../model/sample.ts'
import { ASK, job, PLUG } from '../model/steps-for-steering.ts'
import { type Scene, type SceneOptions, withScene } from './scene.ts'

const RELEASE = { type: 'release', by: STARTER } as const
const COPY = job('copy')
const PAUSABLE = remote('copy', {
  on: 'old',
  run: sh`work`,
  timeout: '5m',
  undo: undoWith('old', sh`undo`),
  pausable: true,
})
const AFTER = job('after')
const BETTER = { ...AFTER, act: { ...AFTER.act, run: sh`work --better` } }
const isHeld = ({ status }: Run) => status === 'held'
const launched = (step: string) => (run: Run) => run.steps[step]?.launchedAt !== undefined

/** A scene whose file can be changed; it is read when the engine starts. */
function withFile(
  steps: readonly Step[],
  body: (scene: Scene, change: (now: readonly Step[] | Error) => Promise<void>) => Promise<void>,
  options: SceneOptions = {},
): () => Promise<void> {
  let now: readonly Step[] | Error = steps
  const file = () => {
    if (now instanceof Error) throw now
    return now
  }
  const put = (scene: Scene) => async (to: readonly Step[] | Error) => {
    now = to
    await scene.restart()
  }
  return withScene(steps, (scene) => body(scene, put(scene)), { ...options, file })
}

test(
  'a restart with the same file holds nothing',
  withFile([COPY, PLUG], async (scene, change) => {
    const { id } = await scene.until(launched('copy'))
    await change([COPY, PLUG])
    scene.hosts.end(`${id}-copy-1`, 0)
    const run = await scene.until(({ status }) => status === 'waiting')
    assert.deepEqual([run.planChange, run.hold], [undefined, undefined])
  }),
)

test(
  'a job that runs at the restart is watched to its end, and only the next act is held',
  withFile([PAUSABLE, AFTER], async (scene, change) => {
    const { id } = await scene.until(launched('copy'))
    await change([PAUSABLE, BETTER])
    const watched = await scene.until((run) => run.planChange !== undefined)
    for (let look = 0; look < 20; look += 1) await scene.until(() => true)
    assert.deepEqual([watched.status, [...scene.hosts.paused]], ['running', []])
    scene.hosts.end(`${id}-copy-1`, 0)
    const held = await scene.until(isHeld)
    assert.deepEqual([held.steps['copy']?.state, held.hold?.by], ['succeeded', 'drover'])
    assert.deepEqual(scene.hosts.begun, [`${id}-copy-1`])
  }),
)

test(
  'the driver and one other person move the run to the new plan, and a release lets it go on by that',
  withFile([COPY, AFTER], async (scene, change) => {
    const { id } = await scene.until(launched('copy'))
    await change([COPY, BETTER])
    scene.hosts.end(`${id}-copy-1`, 0)
    await scene.until(isHeld)
    await assert.rejects(scene.send(RELEASE), { code: 'plan-changed' })
    await scene.send({ type: 'adopt', by: STARTER, reason: 'It was slow.' })
    await scene.restart()
    await scene.send({ type: 'adopt', by: DBA, reason: 'I read it.' })
    await scene.restart()
    assert.equal((await scene.run()).status, 'held')
    await scene.send(RELEASE)
    await scene.until(launched('after'))
    assert.equal(scene.hosts.job(`${id}-after-1`).job.script, 'work --better')
  }),
)

test(
  'what was asked for does not stand for a file that changed once more',
  withFile([PLUG, AFTER], async (scene, change) => {
    await change([PLUG, BETTER])
    await scene.until(isHeld)
    await scene.send({ type: 'adopt', by: STARTER, reason: 'It was slow.' })
    await change([PLUG, COPY])
    await scene.until(({ adoptAsked }) => adoptAsked === undefined)
    await assert.rejects(scene.send({ type: 'adopt', by: DBA, reason: 'I read it.' }), { code: 'driver-first' })
  }),
)

test(
  'the old file lets the run go on after a release, and not by itself',
  withFile([PLUG, AFTER], async (scene, change) => {
    await change([PLUG, BETTER])
    await scene.until(isHeld)
    await change([PLUG, AFTER])
    const held = await scene.until(({ planChange }) => planChange === undefined)
    assert.equal(held.status, 'held')
    await scene.send(RELEASE)
    assert.equal((await scene.run()).status, 'waiting')
  }),
)

const BROKEN = [
  {
    name: 'whose steps cannot be made',
    now: new Error('x is undefined'),
    says: "Its steps could not be made for the params of this run; the operator's log says why.",
  },
  {
    name: 'that does not take the params any more',
    now: z.strictObject({ target: z.string('expected a host') }).safeParse({}).error ?? assert.fail(),
    says: 'It does not take the params of this run. target: expected a host.',
  },
]

for (const { name, now, says } of BROKEN) {
  test(
    `a file ${name} lets nothing go on`,
    withFile([PLUG, AFTER], async (scene, change) => {
      await change(now)
      const held = await scene.until(isHeld)
      assert.equal(held.hold?.reason, `The migration file gives no plan for this run any more. ${says}`)
      await assert.rejects(scene.send({ type: 'adopt', by: STARTER, reason: 'So.' }), { code: 'plan-unknown' })
    }),
  )
}

test(
  'a rollback of a run whose file is gone takes back what it did, by its own plan',
  withFile([COPY, PLUG], async (scene, change) => {
    const { id } = await scene.until(launched('copy'))
    scene.hosts.end(`${id}-copy-1`, 0)
    await scene.until(({ status }) => status === 'waiting')
    await change(new Error('gone'))
    await scene.until(isHeld)
    await scene.send({ type: 'rollback', by: STARTER, reason: 'No way on.' })
    await scene.until(() => scene.hosts.begun.length === 2)
    assert.equal(scene.hosts.job(`${id}-copy-undo-1`).job.script, 'undo')
    scene.hosts.end(`${id}-copy-undo-1`, 0)
    assert.equal((await scene.until(hasEnded)).status, 'rolled-back')
  }),
)

test(
  'a check, an end of a job and an act that had not begun at the restart do not begin',
  withFile([wait('rest', '1h'), check('rows', ROWS)], async (scene, change) => {
    await scene.until(({ status }) => status === 'waiting')
    await change([wait('rest', '1h')])
    await scene.until(isHeld)
    scene.pass(2 * 3_600_000)
    for (let look = 0; look < 20; look += 1) await scene.until(() => true)
    assert.deepEqual([(await scene.run()).at, scene.rows.looks], [0, 0])
  }),
)

const began: string[] = []
const stream = defineAction({
  name: 'stream',
  version: 1,
  args: z.object({}),
  on: () => 'new',
  shows: () => 'stream',
  run: async (_args, _tools, { proceed, signal }: ActionContext) => {
    began.push('stream')
    await proceed()
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  },
})

test(
  'an action that the restart broke off is not begun again by a plan that changed',
  withFile(
    [remote('stream', { act: stream({}), undo: 'nothing', timeout: '5m' }), AFTER],
    async (scene, change) => {
      await scene.until(() => began.length === 1)
      await change([remote('stream', { act: stream({}), undo: 'nothing', timeout: '5m' }), BETTER])
      const held = await scene.until(isHeld)
      assert.deepEqual([began, held.steps['stream']?.paused !== undefined], [['stream'], true])
    },
    { actions: [stream.registered] },
  ),
)

test(
  'a plan under which nobody is left to approve is not adopted',
  withFile([PLUG, AFTER], async (scene, change) => {
    await change([PLUG, ASK, AFTER])
    await scene.until(isHeld)
    await scene.send({ type: 'adopt', by: STARTER, reason: 'Somebody has to look.' })
    await assert.rejects(scene.send({ type: 'adopt', by: DBA, reason: 'Yes.' }), {
      code: 'bad-plan',
      message:
        'The new plan could not run here. ask needs 1 dba, each a different person; for dba nobody but the starter holds it. Nothing was adopted. Mend that and restart Drover, or put the old file back.',
    })
    await scene.send({ type: 'adopt', by: OWNER, reason: 'Yes.' })
    assert.equal((await scene.run()).plan.steps.length, 3)
  }),
)

test(
  'a scheduled run does not begin by a file that changed',
  withFile(
    [COPY],
    async (scene, change) => {
      await change([job('other')])
      await scene.until(isHeld)
      scene.pass(2 * 3_600_000)
      for (let look = 0; look < 20; look += 1) await scene.until(() => true)
      assert.deepEqual(scene.hosts.begun, [])
      assert.equal((await scene.run()).schedule?.begunAt, undefined)
    },
    { startsAt: '2026-11-02T10:00:00.000Z' },
  ),
)
