import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decide } from '../../src/model/decide.ts'
import { story } from './refuses.ts'
import { AT, DBA, NOBODY, names, send } from './sample.ts'
import { ASK, job, measured, PLUG, REST, succeeded } from './steps-for-steering.ts'

const SHOWN = { step: 'plug', attempt: 1 }
const approve = { type: 'approve', by: DBA, role: 'dba', step: 'ask', revision: 1, via: 'button' } as const

test('two people who say done on one card do one step', () => {
  const done = { type: 'done', by: DBA, note: 'Done.', shown: SHOWN } as const
  const { run } = story([PLUG, { ...PLUG, id: 'second' }], done)
  assert.throws(() => send(run, done), {
    code: 'old-card',
    message: 'm7f3xq has moved on since this card: plug is over. Nothing was done; the newest card shows second.',
  })
})

test('two people who skip on one card skip one step', () => {
  const skip = { type: 'skip', by: DBA, reason: 'Because.', shown: { step: 'rest', attempt: 1 } } as const
  const { run } = story([REST, { ...REST, id: 'second' }], skip)
  assert.throws(() => send(run, skip), { code: 'old-card' })
})

test('a hold or an abort means the run, however old the card is', () => {
  const { run } = story([job('copy'), REST], succeeded('copy'))
  const shown = { step: 'copy', attempt: 1 }
  assert.equal(send(run, { type: 'hold', by: NOBODY, reason: 'Because.', shown }).run?.status, 'held')
  assert.equal(names(send(run, { type: 'abort', by: DBA, reason: 'Because.', shown }).events)[0], 'abort-asked')
})

test('a command for no run is refused', () => {
  assert.throws(() => decide(undefined, { type: 'release', by: DBA }, AT), {
    code: 'no-such-run',
    message: 'There is no such run. /migrate status lists the runs of this channel.',
  })
})

test('evidence that moved fells the approvals and asks again, saying what moved', () => {
  const { run } = story([ASK], measured('ask', 0), approve)
  const fallen = send(run, measured('ask', 1, true, 20))
  assert.deepEqual(names(fallen.events), ['gate-fallen ask', 'gate-opened ask'])
  assert.deepEqual(fallen.run?.gate?.fellBecause, ['Rows: rows moved from 10 to 20.'])
  assert.deepEqual([fallen.run?.status, fallen.run?.gate?.revision, fallen.run?.gate?.decisions], ['waiting', 2, []])
})

test('evidence from before the last approval is not evidence right before the act', () => {
  const refresh = { type: 'refresh', by: DBA, step: 'ask', revision: 1 } as const
  const { run } = story([ASK], measured('ask', 0), refresh, approve)
  assert.deepEqual(send(run, measured('ask', 1, false)).events, [])
  assert.deepEqual(names(send(run, measured('ask', 1, true)).events).slice(0, 1), ['gate-passed ask'])
})

test('a refresh that finds nothing new keeps the approvals', () => {
  const refresh = { type: 'refresh', by: DBA, step: 'ask', revision: 1 } as const
  const { run } = story(
    [{ ...ASK, gate: { ...ASK.gate, approvals: { dba: 2 } } }],
    measured('ask', 0),
    approve,
    refresh,
  )
  assert.equal(run.status, 'running')
  const refreshed = send(run, measured('ask', 1)).run
  assert.deepEqual([refreshed?.status, refreshed?.gate?.decisions.length], ['waiting', 1])
})

test('a withdrawn approval keeps the gate from passing', () => {
  const { run } = story([ASK], measured('ask', 0), approve, { type: 'withdraw', by: DBA, step: 'ask', revision: 1 })
  assert.equal(run.status, 'waiting')
  assert.deepEqual(send(run, measured('ask', 1, true)).events, [])
})

test('a deny holds the run for its reason, and keeps an earlier hold', () => {
  const deny = { ...approve, type: 'deny', reason: 'Not tonight.' } as const
  const denied = story([ASK], measured('ask', 0), deny).run
  assert.deepEqual([denied.status, denied.hold?.by, denied.hold?.reason], ['held', 'U1', 'Not tonight.'])
  const hold = { type: 'hold', by: NOBODY, reason: 'Disk.' } as const
  assert.equal(story([ASK], measured('ask', 0), hold, deny).run.hold?.reason, 'Disk.')
})

test('after a deny and a release the gate measures and asks anew', () => {
  const deny = { ...approve, type: 'deny', reason: 'Not tonight.' } as const
  const { run } = story([ASK], measured('ask', 0), deny, { type: 'release', by: DBA }, measured('ask', 1))
  assert.deepEqual([run.status, run.gate?.revision, run.gate?.decisions], ['waiting', 2, []])
})
