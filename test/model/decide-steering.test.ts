import assert from 'node:assert/strict'
import { test } from 'node:test'
import { owed } from '../../src/model/owed.ts'
import { assertRefused, type Refusal, story } from './refuses.ts'
import { DBA, NOBODY, names, OWNER, send } from './sample.ts'
import {
  ASK,
  ask,
  BY_HAND,
  done,
  failed,
  job,
  lost,
  measured,
  PLUG,
  REST,
  release,
  resolve,
  retry,
  succeeded,
} from './steps-for-steering.ts'

test('anyone may hold, and the run stops after the act that is under way', () => {
  const { run } = story([job('copy'), job('drop')], ask('hold', NOBODY))
  assert.equal(run.status, 'holding')
  assert.deepEqual(owed(run)?.do, 'act')
  const after = send(run, succeeded('copy'))
  assert.deepEqual([after.run?.status, names(after.events)], ['held', ['step-succeeded copy']])
  const released = send(after.run, release())
  assert.deepEqual([released.run?.status, names(released.events)], ['running', ['released', 'step-started drop']])
})

test('a hold while people are asked keeps the gate, and the gate does not pass until the release', () => {
  const approve = { type: 'approve', by: DBA, role: 'dba', step: 'ask', revision: 1, via: 'button' } as const
  const { run } = story([ASK, REST], measured('ask', 0), ask('hold', NOBODY), approve)
  assert.equal(run.status, 'held')
  assert.deepEqual(send(run, measured('ask', 1, true)).events, [])
  const released = send(run, release())
  assert.equal(released.run?.status, 'running')
  assert.deepEqual(names(send(released.run, measured('ask', 1, true)).events).slice(0, 2), [
    'gate-passed ask',
    'step-succeeded ask',
  ])
})

test('a hold while people switch users by hand lets them say that it is done, and nothing follows before the release', () => {
  const { run } = story([PLUG, job('watch')], ask('hold'), done())
  assert.deepEqual([run.status, run.steps['plug']?.state, run.steps['watch']], ['held', 'succeeded', undefined])
  const { run: released, events } = send(run, release())
  assert.deepEqual([released?.status, names(events)], ['running', ['released', 'step-started watch']])
})

test('a run that was held before its last step ended finishes at the release', () => {
  const { run } = story([job('copy')], ask('hold'), succeeded('copy'))
  assert.equal(run.status, 'held')
  assert.equal(send(run, release()).run?.status, 'succeeded')
})

test('time that is over does not wake a held run', () => {
  const { run } = story([REST], ask('hold'))
  assert.deepEqual(send(run, { type: 'woke', step: 'rest', attempt: 1 }).events, [])
})

test('a retry is a new attempt', () => {
  const { run } = story([job('copy')], failed('copy'), retry())
  assert.deepEqual([run.status, run.steps['copy']?.attempt], ['running', 2])
  assert.deepEqual(send(run, succeeded('copy', 1)).events, [])
  assert.equal(send(run, succeeded('copy', 2)).run?.status, 'succeeded')
})

test('a skipped step keeps who skipped it and why, and the run goes on', () => {
  const { run } = story([job('copy'), REST], failed('copy'), ask('skip', OWNER))
  assert.deepEqual(run.status, 'waiting')
  const { state, by, note } = run.steps['copy'] ?? {}
  assert.deepEqual([state, by, note], ['skipped', 'U2', 'Because.'])
})

test('what a host was not seen to do is resolved by a person who looked', () => {
  const { run } = story([job('copy'), REST], lost('copy'))
  assert.deepEqual([run.status, owed(run)], ['uncertain', { do: 'ask', what: 'resolve' }])
  assert.equal(send(run, resolve('succeeded')).run?.status, 'waiting')
  assert.equal(send(run, resolve('failed')).run?.status, 'failed')
})

test('somebody says what was done by hand', () => {
  const { run, events } = story([PLUG], done())
  assert.equal(run.status, 'succeeded')
  assert.deepEqual(names(events).slice(2), ['step-succeeded plug', 'finished'])
  assert.deepEqual([run.steps['plug']?.by, run.steps['plug']?.note], ['U0', 'Done.'])
})

test('a wait or a soak has no job to lose', () => {
  const { run } = story([REST])
  assert.deepEqual(send(run, lost('rest')).events, [])
})

const ROLES = 'somebody with dba or owner. /migrate who m7f3xq names them.'

const REFUSALS: Readonly<Record<string, Refusal>> = {
  'a hold without a reason': {
    steps: [job('copy')],
    earlier: [],
    command: ask('hold', NOBODY, ' '),
    code: 'reason-missing',
    says: 'Say why, so that the others know: /migrate hold m7f3xq reason="…"',
  },
  'a second hold': {
    steps: [job('copy')],
    earlier: [ask('hold', NOBODY)],
    command: ask('hold', DBA),
    code: 'already-held',
    says: 'm7f3xq is already held by <@U4>: Because. /migrate release m7f3xq lets it go on.',
  },
  'a hold of what is stopped': {
    steps: [job('copy')],
    earlier: [failed('copy')],
    command: ask('hold'),
    code: 'already-stopped',
    says: 'm7f3xq is stopped: it is failed. /migrate why m7f3xq says what it waits for.',
  },
  'a release of what is not held': {
    steps: [job('copy')],
    earlier: [],
    command: release(),
    code: 'not-held',
    says: 'm7f3xq is not held. /migrate why m7f3xq says what it waits for.',
  },
  'a release by somebody without a role': {
    steps: [job('copy')],
    earlier: [ask('hold')],
    command: release(NOBODY),
    code: 'not-allowed',
    says: `To release m7f3xq takes the driver (<@U0>) or ${ROLES}`,
  },
  'a retry of what did not fail': {
    steps: [job('copy')],
    earlier: [],
    command: retry(),
    code: 'not-failed',
    says: 'm7f3xq is running, so there is nothing to retry. /migrate why m7f3xq says what it waits for.',
  },
  'a retry of what may have worked': {
    steps: [job('copy')],
    earlier: [lost('copy')],
    command: retry(),
    code: 'not-failed',
    says: 'm7f3xq is uncertain, so there is nothing to retry. /migrate why m7f3xq says what it waits for.',
  },
  'a skip without a reason': {
    steps: [job('copy')],
    earlier: [failed('copy')],
    command: ask('skip', DBA, ''),
    code: 'reason-missing',
    says: 'Say why, it stays in the record: /migrate skip m7f3xq reason="…"',
  },
  'a skip of what acts': {
    steps: [job('copy')],
    earlier: [],
    command: ask('skip', DBA),
    code: 'nothing-to-skip',
    says: 'm7f3xq is running; a step can be skipped once it failed or waits. /migrate why m7f3xq',
  },
  'a skip of a gate': {
    steps: [ASK],
    earlier: [measured('ask', 0)],
    command: ask('skip', DBA),
    code: 'gate-not-skippable',
    says: 'ask is a gate, and a gate is never skipped. Approve it, deny it, or /migrate abort m7f3xq.',
  },
  'a skip by a driver without a role': {
    steps: [job('copy')],
    earlier: [failed('copy')],
    command: ask('skip', NOBODY),
    code: 'not-allowed',
    says: `To skip m7f3xq takes ${ROLES}`,
  },
  'done where nothing is done by hand': {
    steps: [job('copy')],
    earlier: [],
    command: done(),
    code: 'nothing-manual',
    says: 'm7f3xq does not wait for anything done by hand. /migrate why m7f3xq says what it waits for.',
  },
  'done by the driver where a role has to do it': {
    steps: [{ ...PLUG, roles: ['owner'], undo: BY_HAND }],
    earlier: [],
    command: done(),
    code: 'not-allowed',
    says: 'To say that it is done takes somebody with owner. /migrate who m7f3xq names them.',
  },
  'a resolve of what is certain': {
    steps: [job('copy')],
    earlier: [failed('copy')],
    command: resolve('failed'),
    code: 'not-uncertain',
    says: 'm7f3xq is failed; only an uncertain step needs to be resolved. /migrate why m7f3xq',
  },
  'a resolve without what was seen': {
    steps: [job('copy')],
    earlier: [lost('copy')],
    command: resolve('failed', ''),
    code: 'reason-missing',
    says: 'Say what you saw on the host: /migrate resolve m7f3xq failed reason="…"',
  },
}

for (const [what, refusal] of Object.entries(REFUSALS))
  test(`${what} is refused`, () => {
    assertRefused(refusal)
  })
