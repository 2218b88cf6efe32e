import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastSafeStart, tooLate } from '../../src/model/last-safe.ts'
import { destructive, gate } from '../../src/model/make-step.ts'
import { guardsNoReturn, NO_ESTIMATES, noReturnOf } from '../../src/model/no-return.ts'
import { sh } from '../../src/model/shell.ts'
import { story } from './refuses.ts'
import { DBA, ROWS, rows, samplePlan, send } from './sample.ts'
import { ASK, ask, BY_HAND, job, PLUG, succeeded } from './steps-for-steering.ts'

const MINUTE = 60_000
const COPY = job('copy')
const GONE = job('gone', 'none')
const ESTIMATES = { actMs: { copy: 30 * MINUTE, gone: 5 * MINUTE }, undoMs: { copy: 10 * MINUTE } }
const CLOSES = '2026-11-02T15:00:00.000Z'

test('the point of no return is as many steps away as there are, with the work until then and the way back', () => {
  assert.deepEqual(noReturnOf(story([COPY, ASK, GONE]).run, ESTIMATES), {
    is: 'ahead',
    step: 'gone',
    steps: 2,
    workMs: 30 * MINUTE,
    reverseMs: 10 * MINUTE,
  })
})

test('what was never timed is not guessed', () => {
  const { run } = story([COPY, ASK, GONE])
  const unknown = { is: 'ahead', step: 'gone', steps: 2, workMs: undefined, reverseMs: undefined }
  assert.deepEqual(noReturnOf(run, NO_ESTIMATES), unknown)
  const byHand = noReturnOf(story([job('copy', BY_HAND), GONE]).run, { ...ESTIMATES, undoMs: {} })
  assert.equal(byHand.is === 'ahead' && byHand.reverseMs, undefined)
})

test('a run whose steps can all be taken back has none, and one that is past it says which step that was', () => {
  assert.deepEqual(noReturnOf(story([COPY]).run, ESTIMATES), { is: 'none' })
  const { run } = story([COPY, GONE, PLUG], succeeded('copy'), succeeded('gone'))
  assert.deepEqual(noReturnOf(run, ESTIMATES), { is: 'passed', step: 'gone' })
  const back = story([COPY, PLUG, GONE], succeeded('copy'), ask('rollback')).run
  assert.deepEqual(noReturnOf(back, ESTIMATES), { is: 'not-reached', step: 'gone' })
})

test('the last gate before it guards it, also one with more steps between, or its own', () => {
  const other = gate('sure', { approvals: { dba: 1 }, shows: [ROWS] })
  const { run } = story([ASK, other, COPY, GONE])
  assert.deepEqual([guardsNoReturn(run, ASK), guardsNoReturn(run, other)], [false, true])
  const drop = destructive('drop', {
    on: 'old',
    run: sh`drop`,
    timeout: '5m',
    undo: 'none',
    destroys: 'all',
    approvals: { dba: 1 },
    shows: [ROWS],
  })
  const dropping = story([other, drop]).run
  assert.deepEqual([guardsNoReturn(dropping, other), guardsNoReturn(dropping, drop)], [false, true])
  assert.equal(guardsNoReturn(story([ASK, COPY]).run, ASK), false)
})

test('the last safe start leaves time for the rest and for the way back', () => {
  const plan = samplePlan([COPY, ASK, GONE])
  const fit = lastSafeStart(plan, ESTIMATES, CLOSES)
  assert.deepEqual(fit, {
    closesAt: CLOSES,
    restMs: 35 * MINUTE,
    reverseMs: 10 * MINUTE,
    lastSafeAt: '2026-11-02T14:15:00.000Z',
    unknown: [],
  })
  assert.equal(lastSafeStart(plan, ESTIMATES, CLOSES, 1).lastSafeAt, '2026-11-02T14:45:00.000Z')
  assert.equal(tooLate(fit, '2026-11-02T14:15:00.000Z'), undefined)
  assert.equal(
    tooLate(fit, '2026-11-02T14:15:00.001Z'),
    'The rest takes about 35 min and the way back about 10 min, and nothing may begin any more from 2026-11-02 15:00 UTC: the last safe start is 2026-11-02 14:15 UTC.',
  )
})

test('with a step that was never timed nothing is refused, and the step is named', () => {
  const fit = lastSafeStart(samplePlan([COPY, ASK, GONE]), { actMs: { gone: 1 }, undoMs: {} }, CLOSES)
  assert.deepEqual(fit, { closesAt: CLOSES, unknown: ['copy', 'undo of copy'] })
  assert.equal(tooLate(fit, '2026-11-02T14:59:59.000Z'), undefined)
})

const fit = { ...lastSafeStart(samplePlan([ASK, GONE]), ESTIMATES, '2026-11-02T09:01:00.000Z'), override: ['sre-lead'] }
const approve = { type: 'approve', by: DBA, role: 'dba', step: 'ask', revision: 1, via: 'button' } as const
const LATE =
  'The rest takes about 5 min and the way back about 0 ms, and nothing may begin any more from 2026-11-02 09:01 UTC: the last safe start is 2026-11-02 08:56 UTC. Behind ask there is no way back, so nothing was approved.'

const asked = () =>
  story([ASK, GONE], {
    type: 'measured',
    step: 'ask',
    attempt: 1,
    revision: 0,
    confirming: false,
    evidence: [rows(10)],
    hostKeys: {},
  }).run

test('an approve that gives up the way back too late is refused, whoever may decide there', () => {
  assert.throws(() => send(asked(), { ...approve, fit }), {
    code: 'past-last-safe',
    message: `${LATE} Whoever holds sre-lead may approve it all the same with a reason, or it is held until the next window.`,
  })
  assert.throws(() => send(asked(), { ...approve, fit: { ...fit, override: undefined } }), {
    code: 'past-last-safe',
    message: `${LATE} Hold the run until the next window, or abort it.`,
  })
})

test('the role that overrides may approve it, with a reason that stays in the record', () => {
  const by = { id: 'U1', roles: ['dba', 'sre-lead'] }
  assert.throws(() => send(asked(), { ...approve, by, fit }), {
    code: 'past-last-safe',
    message: `${LATE} You may approve it all the same with a reason.`,
  })
  const { run } = send(asked(), { ...approve, by, fit, reason: 'Users wait.' })
  assert.equal(run?.gate?.decisions[0]?.reason, 'Users wait.')
})

test('a deny is never too late', () => {
  const { run } = send(asked(), { ...approve, type: 'deny', reason: 'Too late.', fit })
  assert.equal(run?.status, 'held')
})
