import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gate } from '../../src/model/make-step.ts'
import { hasEnded, type Run } from '../../src/model/run.ts'
import { DBA, OWNER, ROWS } from '../model/sample.ts'
import { PASS, type Scene, withScene } from './scene.ts'

const HOUR = 3_600_000
const ASK = gate('ask', {
  approvals: { dba: 1, owner: 1 },
  shows: [ROWS],
  voteBy: '24h',
  actBy: '12h',
  freshFor: '15m',
  escalateTo: 'owner',
})

const asking = ({ gate: open, phase }: Run) => open !== undefined && phase === 'asking'

function approve(scene: Scene, run: Run, by = DBA, role = 'dba') {
  const { step = '', revision = 0 } = run.gate ?? {}
  return scene.send({ type: 'approve', by, role, step, revision, via: 'button' })
}

async function refresh(scene: Scene, run: Run) {
  const { step = '', revision = 0 } = run.gate ?? {}
  const { looks } = scene.rows
  await scene.send({ type: 'refresh', by: DBA, step, revision })
  return scene.until((now) => asking(now) && scene.rows.looks > looks)
}

test(
  'a vote reminds at half time and near its end, and each only once',
  withScene([ASK], async (scene) => {
    await scene.until(asking)
    scene.pass(12 * HOUR)
    await scene.until((run) => run.gate?.reminded === 'half')
    scene.pass(9.6 * HOUR)
    await scene.until((run) => run.gate?.reminded === 'near')
    assert.deepEqual(await scene.events(), [
      'started',
      'step-started ask',
      'gate-opened ask',
      'gate-reminded ask',
      'gate-reminded ask',
    ])
  }),
)

test(
  'a bot that slept over half time says only the newest',
  withScene([ASK], async (scene) => {
    await scene.until(asking)
    scene.pass(23 * HOUR)
    await scene.restart()
    await scene.until((run) => run.gate?.reminded === 'near')
    assert.equal((await scene.events()).filter((event) => event === 'gate-reminded ask').length, 1)
  }),
)

test(
  'a vote that runs out approves nothing: the run is held, says who was missing, and asks again after a release',
  withScene([ASK], async (scene) => {
    const run = await scene.until(asking)
    await approve(scene, run)
    scene.pass(24 * HOUR)
    const held = await scene.until(({ status }) => status === 'held')
    assert.equal(held.hold?.reason, 'The time to decide (24 h) ran out without owner, so nothing was approved')
    await scene.send({ type: 'release', by: DBA })
    const again = await scene.until(asking)
    assert.deepEqual([again.gate?.revision, again.gate?.decisions], [2, []])
  }),
)

test(
  'nobody approves what was measured too long ago',
  withScene([ASK], async (scene) => {
    const run = await scene.until(asking)
    scene.pass(15 * 60_000)
    await assert.rejects(approve(scene, run), {
      message:
        'What this card shows was measured more than 15 min ago, so nothing was approved. Press Refresh evidence, read it, then approve.',
    })
  }),
)

test(
  'evidence measured again with nothing moved keeps the decisions, and both clocks start anew for it',
  withScene([ASK], async (scene) => {
    const run = await scene.until(asking)
    await approve(scene, run)
    scene.pass(HOUR)
    await approve(scene, await refresh(scene, run), OWNER, 'owner')
    assert.equal((await scene.until(hasEnded)).status, 'succeeded')
  }),
)

test(
  'an approval whose act could not begin in time falls, and its evidence is asked for anew',
  withScene([ASK], async (scene) => {
    const run = await scene.until(asking)
    await approve(scene, run)
    scene.lost.add('nobody can tell')
    await approve(scene, run, OWNER, 'owner')
    await scene.until((now) => scene.runs.stallOf(now.id) === 'Slack did not answer.')
    scene.pass(12 * HOUR)
    scene.lost.clear()
    const again = await scene.until((now) => now.gate?.revision === 2)
    assert.deepEqual(again.gate?.fellBecause, [
      'The act had to begin within 12 h of the approval at 09:00 UTC.',
      'What was approved had been measured longer than 15 min before the act.',
    ])
  }),
)

test(
  'an approval falls when somebody lost the role they gave it in',
  withScene([ASK], async (scene) => {
    const run = await scene.until(asking)
    await approve(scene, run)
    scene.lost.add('U1 dba')
    await approve(scene, run, OWNER, 'owner')
    const again = await scene.until((now) => now.gate?.revision === 2)
    assert.deepEqual(again.gate?.fellBecause, ['<@U1>, who approved as dba, no longer holds that role.'])
  }),
)

test(
  'while nobody can tell who holds a role, nothing acts and nothing falls',
  withScene([ASK], async (scene) => {
    const run = await scene.until(asking)
    scene.lost.add('nobody can tell')
    await approve(scene, run)
    await approve(scene, run, OWNER, 'owner')
    await scene.until((now) => scene.runs.stallOf(now.id) === 'Slack did not answer.')
    assert.deepEqual([(await scene.run()).gate?.revision, (await scene.run()).phase], [1, 'confirming'])
    scene.lost.clear()
    assert.equal((await scene.until(hasEnded)).status, 'succeeded')
  }),
)

test(
  'a late click after the vote ran out finds the gate closed',
  withScene([ASK], async (scene) => {
    const run = await scene.until(asking)
    scene.pass(25 * HOUR)
    await scene.until(({ status }) => status === 'held')
    scene.rows.verdict = PASS
    await assert.rejects(approve(scene, run), {
      message: `ask is not waiting for a decision any more. /migrate why ${run.id} says what ${run.id} waits for now.`,
    })
  }),
)

test(
  'a withdrawn approval stops what was about to act, and the vote goes on with its clock',
  withScene([ASK], async (scene) => {
    const run = await scene.until(asking)
    await approve(scene, run)
    scene.lost.add('nobody can tell')
    await approve(scene, run, OWNER, 'owner')
    await scene.send({ type: 'withdraw', by: OWNER, step: 'ask', revision: 1 })
    const back = await scene.until(asking)
    assert.deepEqual([back.gate?.approvedAt, back.gate?.decisions.map(({ person }) => person)], [undefined, ['U1']])
  }),
)
