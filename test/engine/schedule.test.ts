import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { check, gate } from '../../src/model/make-step.ts'
import { troublesOf } from '../../src/model/schedule.ts'
import { DBA, ROWS, STARTER, samplePlan } from '../model/sample.ts'
import { job } from '../model/steps-for-steering.ts'
import { PASS, type Scene, withScene } from './scene.ts'

const LOOK = check('look', ROWS)
const ASK = gate('ask', { approvals: { owner: 1 }, shows: [ROWS] })
const STEPS = [LOOK, ASK, job('work')]
const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Six hours after the scene begins. */
const STARTS = '2026-11-02T15:00:00.000Z'
const FULL = { outcome: 'fail' as const, summary: 'The disk is full.', values: { rows: 10 }, advice: 'Free some.' }

function scheduled(body: (scene: Scene) => Promise<void>): () => Promise<void> {
  return withScene(
    STEPS,
    async (scene) => {
      scene.hosts.answer = async () => ({ code: 0, stdout: '', stderr: '' })
      await body(scene)
    },
    { startsAt: STARTS },
  )
}

/** What the last look found, once it was made after an instant. */
async function troubles(scene: Scene, since: string): Promise<readonly string[]> {
  const { schedule } = await scene.until(({ schedule }) => (schedule?.preflight?.at ?? '') >= since)
  return schedule?.preflight ? troublesOf(schedule.preflight) : []
}

const news = async ({ world, run }: Scene) => {
  const { id } = await run()
  const events = (await world.journal.history(id)).map(({ event }) => event)
  return events.flatMap((event) => (event.type === 'preflighted' ? [event.isNews] : []))
}

test(
  'a scheduled run begins at its instant and not before',
  scheduled(async (scene) => {
    await scene.until(({ schedule }) => schedule?.preflight !== undefined)
    assert.deepEqual(scene.hosts.begun, [])
    scene.pass(6 * HOUR - 1)
    scene.engine().wake((await scene.run()).id)
    await pause(50)
    assert.equal((await scene.run()).status, 'scheduled')
    scene.pass(1)
    const run = await scene.until(({ gate }) => gate !== undefined)
    assert.deepEqual([run.status, run.startedAt], ['waiting', STARTS])
  }),
)

test(
  'its first checks are measured while there is time, and the same trouble is news once, also over a restart',
  scheduled(async (scene) => {
    assert.deepEqual(await troubles(scene, '2026-11-02T09:00:00.000Z'), [])
    scene.rows.verdict = FULL
    scene.pass(4 * HOUR)
    assert.deepEqual(await troubles(scene, '2026-11-02T13:00:00.000Z'), ['Rows: The disk is full. Free some.'])
    await scene.restart()
    await pause(50)
    assert.deepEqual(await news(scene), [false, true])
    scene.pass(90 * MINUTE)
    const people = '0 of 1 owner said that they can be there: /migrate who'
    const last = await troubles(scene, '2026-11-02T14:30:00.000Z')
    assert.deepEqual([last.length, last[1]?.slice(0, people.length)], [2, people])
    assert.equal(scene.rows.looks, 3)
  }),
)

test(
  'a host that cannot be reached, or shows another key, is said as what could not be judged',
  scheduled(async (scene) => {
    await troubles(scene, '2026-11-02T09:00:00.000Z')
    scene.hosts.setReachable(false)
    scene.pass(4 * HOUR)
    assert.deepEqual(await troubles(scene, '2026-11-02T13:00:00.000Z'), [
      'Reach old: Could not be judged, which is not a pass: old does not answer. Nothing was changed. It is asked again.',
    ])
  }),
)

test(
  'a role that lost its people is said before the gate needs them, and a Slack that does not answer is not nobody',
  scheduled(async (scene) => {
    await troubles(scene, '2026-11-02T09:00:00.000Z')
    scene.lost.add('U2 owner')
    scene.pass(4 * HOUR)
    assert.deepEqual(await troubles(scene, '2026-11-02T13:00:00.000Z'), [
      'ask needs 1 owner, each a different person; for owner nobody but the starter holds it.',
    ])
    scene.lost.add('nobody can tell')
    scene.pass(90 * MINUTE)
    const [first] = await troubles(scene, '2026-11-02T14:30:00.000Z')
    assert.equal(first, 'It could not be told who holds owner: Slack did not answer.')
  }),
)

test(
  'a role that said it comes is not missed',
  scheduled(async (scene) => {
    await troubles(scene, '2026-11-02T09:00:00.000Z')
    await scene.send({ type: 'attend', by: { id: 'U2', roles: ['owner'] }, here: true })
    scene.pass(5.5 * HOUR)
    assert.deepEqual(await troubles(scene, '2026-11-02T14:30:00.000Z'), [])
  }),
)

test(
  'a bot that was away at the instant begins within a quarter of an hour, and holds the run after it',
  scheduled(async (scene) => {
    await scene.until(({ schedule }) => schedule?.preflight !== undefined)
    scene.pass(6 * HOUR + 10 * MINUTE)
    await scene.restart()
    await scene.until(({ status }) => status === 'waiting')
  }),
)

test(
  'a bot that comes back too late asks a person, and a release begins the run',
  scheduled(async (scene) => {
    await scene.until(({ schedule }) => schedule?.preflight !== undefined)
    scene.pass(30 * HOUR)
    await scene.restart()
    const held = await scene.until(({ status }) => status === 'held')
    assert.equal(
      held.hold?.reason,
      'It was to begin at 2026-11-02 15:00 UTC, and Drover was not there before 2026-11-03 15:00 UTC. Nothing begins that late by itself',
    )
    assert.deepEqual(scene.rows.looks, 1)
    await scene.send({ type: 'release', by: STARTER })
    await scene.until(({ status }) => status === 'waiting')
  }),
)

test(
  'the same start cannot be scheduled twice, and its locks are taken from the first moment',
  scheduled(async ({ runs, run }) => {
    const { id } = await run()
    await assert.rejects(runs.start(samplePlan(STEPS), DBA, 'C1', STARTS), {
      code: 'already-running',
      message: new RegExp(`^sample with these params is already scheduled as ${id} \\(by <@U0> 0 ms ago\\)\\.`),
    })
    await assert.rejects(runs.start(samplePlan(STEPS), DBA, 'C1'), { code: 'already-running' })
  }),
)

test(
  'a scheduled run that is given up leaves nothing on any host',
  scheduled(async (scene) => {
    await scene.send({ type: 'abort', by: STARTER, reason: 'Not this week.' })
    await scene.until(({ status }) => status === 'aborted')
    assert.deepEqual([scene.hosts.begun, scene.hosts.stopped], [[], []])
  }),
)

test(
  'what the first check finds is there for the ones after it',
  withScene(
    [LOOK, check('again', { ...ROWS, title: 'Again' }), ASK],
    async (scene) => {
      scene.rows.verdict = { ...PASS, outputs: { rows: 10 } }
      const { schedule } = await scene.until((run) => run.schedule?.preflight !== undefined)
      assert.deepEqual(
        schedule?.preflight?.evidence.map(({ title }) => title),
        ['Rows', 'Again'],
      )
    },
    { startsAt: STARTS },
  ),
)
