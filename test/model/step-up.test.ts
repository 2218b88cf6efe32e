import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Click, Command } from '../../src/model/command.ts'
import { destructive, gate, manual, remote } from '../../src/model/make-step.ts'
import { NO_POLICIES } from '../../src/model/policy.ts'
import { sh } from '../../src/model/shell.ts'
import type { Step } from '../../src/model/step.ts'
import { asksForCode, lockedUntil, type Proof } from '../../src/model/step-up.ts'
import { AT, OWNER, play, ROWS, rows, samplePlan, send, start } from './sample.ts'

const TOTP = { ...NO_POLICIES, stepUp: 'totp' as const }
const GATE = gate('go', { approvals: { owner: 1 }, shows: [ROWS] })
const COPY = remote('copy', { on: 'old', run: sh`copy`, undo: 'nothing', timeout: '5m' })
const CUT = remote('cut', { on: 'old', run: sh`cut`, undo: 'none', timeout: '5m' })
const DROP = destructive('drop', {
  on: 'old',
  run: sh`dropdb -- ${'cht'}`,
  undo: 'none',
  timeout: '5m',
  destroys: 'the only other copy of cht',
  approvals: { owner: 1 },
  shows: [ROWS],
  typeToConfirm: 'cht',
})
const MENDABLE = { ...DROP, id: 'mendable', undo: 'nothing' as const }
const LETTER = manual('letter', { instructions: 'Post the letter.', undo: 'none' })

const GATES: readonly (readonly [string, readonly Step[], boolean])[] = [
  ['what destroys for good', [DROP], true],
  ['a gate before a step that cannot be undone', [GATE, COPY, CUT], true],
  ['a gate before hand work that cannot be undone', [GATE, LETTER], true],
  ['a gate before steps that can be taken back', [GATE, COPY], false],
  ['a gate before another gate that guards the rest', [GATE, COPY, DROP], false],
  ['what destroys and can be taken back', [MENDABLE], false],
  ['what destroys and can be taken back, before something that cannot', [MENDABLE, CUT], true],
]

for (const [what, steps, isAsked] of GATES)
  test(`${what} ${isAsked ? 'asks' : 'does not ask'} for a step-up code`, () => {
    const [first] = steps
    assert.ok(first)
    assert.equal(asksForCode(TOTP, samplePlan(steps), first), isAsked)
    assert.equal(asksForCode(NO_POLICIES, samplePlan(steps), first), false)
  })

/** A run at the open gate of what destroys. */
function asked(stepUp: boolean): readonly Command[] {
  const measured = { step: 'drop', attempt: 1, revision: 0, confirming: false, evidence: [rows(10)], hostKeys: {} }
  return [start(samplePlan([DROP])), { type: 'measured', ...measured, stepUp }]
}

function approve(proof?: Proof): Click {
  const where = { step: 'drop', revision: 1, by: OWNER, role: 'owner', typed: 'cht', via: 'button' as const }
  return { type: 'approve', ...where, ...(proof && { proof }) }
}

const REFUSED: Readonly<Record<Exclude<Proof, 'proven'>, string>> = {
  missing:
    'Approving drop takes a step-up code too, the six digits in your authenticator app: it sets off what cannot be undone. Press Approve and put it in, or type /migrate approve m7f3xq as=owner confirm=cht code=<six digits>. Nothing was approved.',
  'not-enrolled':
    'You have no step-up code yet, and approving drop takes one: it sets off what cannot be undone. /migrate enroll sends you one; until then another owner who has one can approve. Nothing was approved.',
  wrong:
    'That step-up code is not right, or not any more. Wait for the next one in your app and approve again. 5 wrong ones within 15 min lock your step-up for 15 min. Nothing was approved.',
  replayed:
    'That step-up code was used before, and each counts once. Wait for the next one in your app, half a minute at most, and approve again. Nothing was approved.',
  locked:
    '5 wrong step-up codes were given in your name, so none of yours counts for 15 min; another owner can approve. When it was not you, somebody uses your Slack: sign out everywhere and have an operator type drover step-up reset U2. Nothing was approved.',
}

for (const proof of ['missing', 'not-enrolled', 'wrong', 'replayed', 'locked'] as const)
  test(`an approve whose code is ${proof} is refused with what to do`, () => {
    const { run } = play(asked(true))
    assert.throws(() => send(run, approve(proof)), { code: `step-up-${proof}`, message: REFUSED[proof] })
  })

test('an approve that says nothing of a code is refused where the gate asks for one', () => {
  const { run } = play(asked(true))
  assert.throws(() => send(run, approve()), { code: 'step-up-missing' })
})

test('a gate that opened without asking refuses a code that was asked for since and was wrong', () => {
  const { run } = play(asked(false))
  assert.throws(() => send(run, approve('wrong')), { code: 'step-up-wrong' })
  assert.equal(send(run, approve()).run?.gate?.decisions.length, 1)
})

test('a decision says that it was stepped up, and one that was not says nothing', () => {
  const proven = play([...asked(true), approve('proven')]).run.gate?.decisions[0]
  assert.equal(proven?.steppedUp, true)
  const plain = play([...asked(false), approve()]).run.gate?.decisions[0]
  assert.ok(plain && !('steppedUp' in plain))
})

test('that the gate asks is in the event that opened it, and on the gate', () => {
  const { run, events } = play(asked(true))
  const opened = events.find(({ type }) => type === 'gate-opened')
  assert.ok(opened?.type === 'gate-opened' && opened.stepUp === true)
  assert.equal(run.gate?.stepUp, true)
  assert.ok(!('stepUp' in (play(asked(false)).run.gate ?? {})))
})

test('saying no takes no code', () => {
  const deny: Click = {
    type: 'deny',
    step: 'drop',
    revision: 1,
    by: OWNER,
    role: 'owner',
    reason: 'No.',
    via: 'button',
  }
  assert.equal(play([...asked(true), deny]).run.status, 'held')
})

test('every other rule is judged before the code', () => {
  const { run } = play(asked(true))
  assert.throws(() => send(run, { ...approve('wrong'), typed: 'ctt' }), { code: 'name-mismatch' })
  assert.throws(() => send(run, { ...approve('wrong'), by: { id: 'U9', roles: [] } }), { code: 'role-not-held' })
})

const minutesBefore = (minutes: number) => new Date(Date.parse(AT) - minutes * 60_000).toISOString()

test('the fifth wrong code within fifteen minutes locks for fifteen minutes', () => {
  const four = [14, 10, 5, 1].map(minutesBefore)
  assert.equal(lockedUntil([...four], AT), undefined)
  assert.equal(lockedUntil([...four, AT], AT), '2026-11-02T09:15:00.000Z')
  assert.equal(lockedUntil([minutesBefore(16), ...four.slice(1), AT], AT), undefined)
})
