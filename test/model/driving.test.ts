import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dissentOf } from '../../src/model/dissent.ts'
import { assertRefused, story } from './refuses.ts'
import { DBA, NOBODY, OWNER, STARTER, send } from './sample.ts'
import { ASK, ask, job, measured, PLUG, release } from './steps-for-steering.ts'

const TAKE = { type: 'drive', by: DBA, from: 'U0', to: 'U1', note: ' my shift ' } as const

test('a hand-over is one event of whoever gave it, and who started the run stays who started it', () => {
  const { run, events } = story([PLUG], TAKE)
  const { seq: _seq, at: _at, version: _version, ...changed } = events.at(-1) ?? assert.fail()
  assert.deepEqual(changed, { type: 'driver-changed', actor: 'U1', to: 'U1', note: 'my shift' })
  assert.deepEqual([run.driver, run.startedBy, run.status], ['U1', 'U0', 'waiting'])
})

test('the same hand-over twice is one', () => {
  const { run } = story([PLUG], TAKE)
  assert.deepEqual(send(run, TAKE).events, [])
})

test('a hand-over from a driver who is not driving any more is refused', () => {
  assertRefused({
    steps: [PLUG],
    earlier: [TAKE],
    command: { type: 'drive', by: OWNER, from: 'U0', to: 'U2', note: 'mine' },
    code: 'driver-changed',
    says: 'Meanwhile <@U1> took over m7f3xq, so nothing was changed. /migrate why m7f3xq says what they noted.',
  })
})

test('who drove before and holds no role steers no more', () => {
  const starter = { ...STARTER, roles: [] }
  assertRefused({
    steps: [PLUG],
    earlier: [TAKE, ask('hold')],
    command: release(starter),
    code: 'not-allowed',
    says: 'To release m7f3xq takes the driver (<@U1>) or somebody with dba or owner. /migrate who m7f3xq names them.',
  })
})

test('a hand-over fells no approval and lifts no hold', () => {
  const { run } = story([ASK], measured('ask', 0), ask('hold', NOBODY), TAKE)
  assert.deepEqual([run.hold?.by, run.gate?.revision, run.driver], ['U4', 1, 'U1'])
})

test('holds and denials of people are kept in order, what Drover held by itself is not', () => {
  const deny = { type: 'deny', by: DBA, role: 'dba', via: 'button', step: 'ask', revision: 1, reason: 'No.' } as const
  const { run } = story([ASK], ask('hold', NOBODY), release(), measured('ask', 0), deny, release())
  assert.deepEqual(
    dissentOf(run).map(({ kind, step, by, role, reason }) => [kind, step, by, role, reason]),
    [
      ['held', 'ask', 'U4', undefined, 'Because.'],
      ['denied', 'ask', 'U1', 'dba', 'No.'],
    ],
  )
  const low = { type: 'disk-low', step: 'copy', attempt: 1, reason: 'The disk fills.' } as const
  assert.deepEqual(dissentOf(story([job('copy')], low).run), [])
})
