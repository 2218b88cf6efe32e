import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withProof } from '../../src/engine/step-up.ts'
import type { Click } from '../../src/model/command.ts'
import { destructive } from '../../src/model/make-step.ts'
import { NO_POLICIES, type Policies } from '../../src/model/policy.ts'
import { sh } from '../../src/model/shell.ts'
import { codeOf, counterAt, secretOf } from '../../src/model/totp.ts'
import { ROWS } from '../model/sample.ts'
import { type Scene, withScene } from './scene.ts'

const TOTP: Policies = { ...NO_POLICIES, stepUp: 'totp' }
const SECRET = secretOf(Buffer.alloc(20, 7))
const OTHER = secretOf(Buffer.alloc(20, 8))
const DROP = destructive('drop', {
  on: 'old',
  run: sh`dropdb -- ${'cht'}`,
  undo: 'none',
  timeout: '5m',
  destroys: 'the only other copy of cht',
  approvals: { dba: 1, owner: 1 },
  shows: [ROWS],
})

const at = (scene: Scene) => scene.world.tools.now().toISOString()
const codeNow = (scene: Scene, skew = 0, secret = SECRET) => codeOf(secret, counterAt(at(scene)) + skew)

/** Steps from U2's app on a run that asks; U2 is the owner, U1 the dba. */
function asking(body: (scene: Scene) => Promise<void>, policies: Policies = TOTP) {
  return withScene(
    [DROP],
    async (scene) => {
      enrol(scene, 'U2')
      await scene.until(({ phase, gate }) => gate !== undefined && phase === 'asking')
      await body(scene)
    },
    { policies },
  )
}

function enrol(scene: Scene, person: string, secret = SECRET): void {
  scene.world.stepUps?.offer(person, secret, at(scene))
  assert.equal(scene.world.stepUps?.enrol(person, secret, at(scene)), true)
}

async function approve(scene: Scene, code?: string, more: Partial<Click> = {}) {
  const { id, revision } = await scene.run()
  const owner = { by: { id: 'U2', roles: ['owner'] }, role: 'owner', via: 'button' as const }
  return scene.runs.send(id, { ...owner, step: 'drop', revision, ...more, type: 'approve' }, code)
}

const refused = async (scene: Scene, code?: string, more: Partial<Click> = {}): Promise<string> =>
  approve(scene, code, more).then(
    () => 'approved',
    (error: { code: string }) => error.code,
  )

test(
  'a right code approves, and the record says so without it',
  asking(async (scene) => {
    const code = codeNow(scene)
    const run = await approve(scene, code)
    assert.equal(run.gate?.decisions[0]?.steppedUp, true)
    const history = JSON.stringify(await scene.world.journal.history(run.id))
    assert.ok(!history.includes(code) && !history.includes(SECRET))
    assert.match(history, /"steppedUp":true/)
  }),
)

for (const skew of [-1, 1])
  test(
    `a phone ${skew} steps off is right`,
    asking(async (scene) => assert.equal(await refused(scene, codeNow(scene, skew)), 'approved')),
  )

for (const skew of [-2, 2])
  test(
    `a phone ${skew} steps off is wrong`,
    asking(async (scene) => assert.equal(await refused(scene, codeNow(scene, skew)), 'step-up-wrong')),
  )

test(
  'without a code, and without having one, nothing is approved',
  asking(async (scene) => {
    assert.equal(await refused(scene), 'step-up-missing')
    assert.equal(await refused(scene, '  '), 'step-up-missing')
    const dba = { by: { id: 'U1', roles: ['dba'] }, role: 'dba' }
    assert.equal(await refused(scene, codeNow(scene), dba), 'step-up-not-enrolled')
    assert.deepEqual((await scene.run()).gate?.decisions, [])
  }),
)

test(
  'a secret that was only offered opens nothing',
  asking(async (scene) => {
    scene.world.stepUps?.offer('U1', OTHER, at(scene))
    const dba = { by: { id: 'U1', roles: ['dba'] }, role: 'dba' }
    assert.equal(await refused(scene, codeNow(scene, 0, OTHER), dba), 'step-up-not-enrolled')
  }),
)

test(
  'the code of somebody else is wrong',
  asking(async (scene) => {
    enrol(scene, 'U1', OTHER)
    assert.equal(await refused(scene, codeNow(scene, 0, OTHER)), 'step-up-wrong')
  }),
)

test(
  'a code counts once, also after it was withdrawn and after a restart',
  asking(async (scene) => {
    const code = codeNow(scene)
    const { revision } = await approve(scene, code)
    await scene.send({ type: 'withdraw', by: { id: 'U2', roles: ['owner'] }, step: 'drop', revision })
    assert.equal(await refused(scene, code), 'step-up-replayed')
    await scene.restart()
    assert.equal(await refused(scene, code), 'step-up-replayed')
    scene.pass(30_000)
    assert.equal(await refused(scene, codeNow(scene)), 'approved')
  }),
)

test(
  'of two clicks at once with the same code one counts',
  asking(async (scene) => {
    const code = codeNow(scene)
    const outcomes = await Promise.all([refused(scene, code), refused(scene, code)])
    assert.deepEqual(outcomes.sort(), ['already-decided', 'approved'])
    assert.equal((await scene.run()).gate?.decisions.length, 1)
  }),
)

test(
  'of two runs that ask at once the same code opens one',
  asking(async (scene) => {
    const run = await scene.run()
    const click = {
      by: { id: 'U2', roles: ['owner'] },
      role: 'owner',
      via: 'button' as const,
      step: 'drop',
      revision: 1,
    }
    const proofs = [run, { ...run, id: 'another' }].map(
      (one) => withProof(scene.world, one, { ...click, type: 'approve' }, codeNow(scene)).proof,
    )
    assert.deepEqual(proofs, ['proven', 'replayed'])
  }),
)

test(
  'the fifth wrong code locks, a right one does not help then, and a restart does not either',
  asking(async (scene) => {
    for (const _try of [1, 2, 3, 4]) assert.equal(await refused(scene, '000000'), 'step-up-wrong')
    await scene.restart()
    assert.equal(await refused(scene, '000000'), 'step-up-locked')
    assert.equal(await refused(scene, codeNow(scene)), 'step-up-locked')
    await scene.restart()
    scene.pass(15 * 60_000 - 1)
    assert.equal(await refused(scene, codeNow(scene)), 'step-up-locked')
    scene.pass(1)
    assert.equal(await refused(scene, codeNow(scene)), 'approved')
  }),
)

test(
  'wrong codes at once lock as those one after another do',
  asking(async (scene) => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => refused(scene, '000000')))
    assert.equal(outcomes.filter((one) => one === 'step-up-wrong').length, 4)
    assert.equal(outcomes.filter((one) => one === 'step-up-locked').length, 16)
  }),
)

test(
  'a right code forgives the wrong ones before it, and old ones are forgotten',
  asking(async (scene) => {
    for (const _try of [1, 2, 3, 4]) assert.equal(await refused(scene, '000000'), 'step-up-wrong')
    const { revision } = await approve(scene, codeNow(scene))
    await scene.send({ type: 'withdraw', by: { id: 'U2', roles: ['owner'] }, step: 'drop', revision })
    for (const _try of [1, 2, 3, 4]) assert.equal(await refused(scene, '000000'), 'step-up-wrong')
    scene.pass(15 * 60_000)
    assert.equal(await refused(scene, '000000'), 'step-up-wrong')
  }),
)

test(
  'a right code is not spent, and a wrong one not counted, where another rule refuses',
  asking(async (scene) => {
    const code = codeNow(scene)
    assert.equal(await refused(scene, code, { role: 'dba' }), 'role-not-held')
    assert.equal(await refused(scene, code, { revision: 7 }), 'old-card')
    for (const _try of [1, 2, 3, 4, 5, 6])
      assert.equal(await refused(scene, '000000', { role: 'dba' }), 'role-not-held')
    assert.equal(await refused(scene, code), 'approved')
  }),
)

test(
  'what was refused is in the record, without the code',
  asking(async (scene) => {
    assert.equal(await refused(scene, '135790'), 'step-up-wrong')
    const { id } = await scene.run()
    const history = await scene.world.journal.history(id)
    const [last] = history.slice(-1)
    assert.ok(last?.event.type === 'refused' && last.event.code === 'step-up-wrong')
    assert.doesNotMatch(JSON.stringify(history), /135790/)
    assert.deepEqual(scene.logged, [])
  }),
)

test(
  'without the policy no code is asked for, and a code that comes anyway is not looked at',
  asking(async (scene) => {
    assert.equal((await scene.run()).gate?.stepUp, undefined)
    assert.equal(scene.runs.foreseeProof(await scene.run(), 'U2'), undefined)
    const run = await approve(scene, codeNow(scene))
    assert.equal(run.gate?.decisions[0]?.steppedUp, undefined)
    assert.equal(scene.world.stepUps?.spend('U2', counterAt(at(scene))), true)
  }, NO_POLICIES),
)

test(
  'the window knows ahead who could not approve',
  asking(async (scene) => {
    const run = await scene.run()
    assert.equal(scene.runs.foreseeProof(run, 'U1'), 'not-enrolled')
    assert.equal(scene.runs.foreseeProof(run, 'U2'), 'proven')
    for (const _try of [1, 2, 3, 4, 5]) await refused(scene, '000000')
    assert.equal(scene.runs.foreseeProof(run, 'U2'), 'locked')
  }),
)
