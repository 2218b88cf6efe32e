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
  undoFailed,
  undone,
} from './steps-for-steering.ts'

test('a rollback takes back what acted, last step first, and then the run is over', () => {
  const { run } = story([job('copy'), job('index'), REST], succeeded('copy'), succeeded('index'), ask('rollback'))
  assert.deepEqual([run.status, owed(run)?.do, run.undoing?.step], ['rolling-back', 'undo', 'index'])
  const first = send(run, undone('index'))
  assert.deepEqual(names(first.events), ['step-undone index', 'undo-started copy'])
  const second = send(first.run, undone('copy'))
  assert.deepEqual([names(second.events), second.run?.status], [['step-undone copy', 'rolled-back'], 'rolled-back'])
})

test('a step that broke half-way is taken back too', () => {
  const { run } = story([job('copy')], failed('copy'), ask('rollback'))
  assert.equal(run.undoing?.step, 'copy')
})

test('a step that acted, failed and was retried or skipped is still taken back', () => {
  const retried = story([job('copy'), REST], failed('copy'), retry(), failed('copy', 2), ask('rollback'))
  assert.equal(retried.run.undoing?.step, 'copy')
  const skipped = story([job('copy'), REST], failed('copy'), ask('skip', DBA), ask('rollback'))
  assert.equal(skipped.run.undoing?.step, 'copy')
})

test('a step found unneeded on its second attempt is taken back for its first', () => {
  const unneeded = { type: 'unneeded', step: 'copy', attempt: 2, reason: 'It is there.' } as const
  const { run } = story([job('copy'), REST], failed('copy'), retry(), unneeded, ask('rollback'))
  assert.equal(run.undoing?.step, 'copy')
})

test('where nothing acted a rollback is over at once', () => {
  const unneeded = { type: 'unneeded', step: 'copy', attempt: 1, reason: 'It is there.' } as const
  assert.equal(story([REST], ask('rollback')).run.status, 'rolled-back')
  assert.equal(story([job('copy'), REST], unneeded, ask('rollback')).run.status, 'rolled-back')
})

test('an undo that only people can do waits for them', () => {
  const { run } = story([job('copy', BY_HAND), REST], succeeded('copy'), ask('rollback'))
  assert.deepEqual([run.status, owed(run)], ['waiting', { do: 'ask', what: 'by-hand' }])
  assert.throws(() => send(run, done()), {
    message: 'To say that it is done takes somebody with owner. /migrate who m7f3xq names them.',
  })
  assert.equal(send(run, done(OWNER)).run?.status, 'rolled-back')
})

test('an undo that failed is retried, or skipped with a reason that stays', () => {
  const { run } = story([job('copy'), REST], succeeded('copy'), ask('rollback'), undoFailed('copy'))
  assert.deepEqual([run.status, owed(run)], ['failed', { do: 'ask', what: 'retry' }])
  const again = send(run, retry())
  assert.deepEqual([again.run?.status, again.run?.undoing?.attempt], ['rolling-back', 2])
  const skipped = send(run, ask('skip', DBA)).run
  assert.deepEqual([skipped?.status, skipped?.steps['copy']?.note], ['rolled-back', 'skipped: Because.'])
})

test('an undo that nobody saw end is resolved by a person who looked', () => {
  const { run } = story([job('copy'), REST], succeeded('copy'), ask('rollback'), undoFailed('copy', true))
  assert.equal(run.status, 'uncertain')
  assert.equal(send(run, resolve('succeeded')).run?.status, 'rolled-back')
  assert.equal(send(run, resolve('failed')).run?.status, 'failed')
})

test('a rollback can be held between two undos', () => {
  const both = [succeeded('copy'), succeeded('index')]
  const { run } = story([job('copy'), job('index'), REST], ...both, ask('rollback'), ask('hold'))
  assert.equal(run.status, 'holding')
  const held = send(run, undone('index'))
  assert.deepEqual([held.run?.status, names(held.events)], ['held', ['step-undone index']])
  assert.deepEqual(names(send(held.run, release()).events), ['released', 'undo-started copy'])
})

test('a run that is given up stops its jobs first, and then it is over', () => {
  const { run } = story([job('copy')], ask('abort'))
  assert.deepEqual([run.status, owed(run)], ['running', { do: 'stop' }])
  assert.deepEqual(send(run, succeeded('copy')).events, [])
  const stopped = send(run, { type: 'stopped' })
  assert.deepEqual([stopped.run?.status, names(stopped.events)], ['aborted', ['aborted']])
})

test('no gate opens or passes while a run is being given up', () => {
  const approve = { type: 'approve', by: DBA, role: 'dba', step: 'ask', revision: 1, via: 'button' } as const
  const { run } = story([ASK], measured('ask', 0), approve, ask('abort'))
  assert.deepEqual(send(run, measured('ask', 1, true)).events, [])
})

test('a second abort ends the run at once and says what may be left behind', () => {
  const { run, events } = story([job('copy')], ask('abort'), ask('abort', DBA, 'Now.'))
  const last = events.at(-1)
  assert.equal(run.status, 'aborted')
  assert.ok(last?.type === 'aborted')
  assert.equal(last.reason, 'Because. (jobs on the hosts were not seen to stop)')
})

test('stopped means nothing to a run that nobody gave up', () => {
  assert.deepEqual(send(story([job('copy')]).run, { type: 'stopped' }).events, [])
})

const AFTER_NONE = [job('drop', 'none'), REST]
const PAST =
  'm7f3xq is past the point of no return (drop), so it cannot be rolled back. What it changed stays; /migrate steps m7f3xq lists it.'

const REFUSALS: Readonly<Record<string, Refusal>> = {
  'a rollback without a reason': {
    steps: [REST],
    earlier: [],
    command: ask('rollback', DBA, ' '),
    code: 'reason-missing',
    says: 'Say why, it stays in the record: /migrate rollback m7f3xq reason="…"',
  },
  'a rollback behind the point of no return': {
    steps: AFTER_NONE,
    earlier: [succeeded('drop')],
    command: ask('rollback'),
    code: 'past-no-return',
    says: PAST,
  },
  'a rollback after a failed act that cannot be taken back': {
    steps: AFTER_NONE,
    earlier: [failed('drop')],
    command: ask('rollback'),
    code: 'past-no-return',
    says: PAST,
  },
  'a rollback after such an act was skipped': {
    steps: AFTER_NONE,
    earlier: [failed('drop'), ask('skip', DBA)],
    command: ask('rollback'),
    code: 'past-no-return',
    says: PAST,
  },
  'a rollback behind hand work that cannot be taken back': {
    steps: [{ ...PLUG, undo: 'none' as const }, REST],
    earlier: [done()],
    command: ask('rollback'),
    code: 'past-no-return',
    says: PAST.replace('(drop)', '(plug)'),
  },
  'a rollback while a step acts': {
    steps: [job('copy')],
    earlier: [],
    command: ask('rollback'),
    code: 'still-acting',
    says: 'copy is still running. /migrate hold m7f3xq reason="…" stops the run after it; then roll back.',
  },
  'a rollback while nobody knows': {
    steps: [job('copy')],
    earlier: [lost('copy')],
    command: ask('rollback'),
    code: 'uncertain-first',
    says: 'Nobody knows yet whether copy ran. Look at the host, then /migrate resolve m7f3xq succeeded or failed; then roll back.',
  },
  'a second rollback': {
    steps: [job('copy'), REST],
    earlier: [succeeded('copy'), ask('rollback')],
    command: ask('rollback'),
    code: 'already-rolling-back',
    says: 'm7f3xq is already rolling back. /migrate why m7f3xq says where it is.',
  },
  'an abort without a reason': {
    steps: [REST],
    earlier: [],
    command: ask('abort', DBA, ''),
    code: 'reason-missing',
    says: 'Say why, it stays in the record: /migrate abort m7f3xq reason="…"',
  },
  'an abort by somebody without a role': {
    steps: [REST],
    earlier: [],
    command: ask('abort', NOBODY),
    code: 'not-allowed',
    says: 'To abort m7f3xq takes the driver (<@U0>) or somebody with dba or owner. /migrate who m7f3xq names them.',
  },
  'anything else while a run is given up': {
    steps: [job('copy')],
    earlier: [ask('abort')],
    command: ask('hold'),
    code: 'being-aborted',
    says: 'm7f3xq is being aborted (Because). /migrate why m7f3xq says what it waits for.',
  },
  'anything after the end': {
    steps: [REST],
    earlier: [ask('rollback')],
    command: ask('hold'),
    code: 'run-ended',
    says: 'Run m7f3xq has ended (rolled-back). Nothing changes any more; /migrate status m7f3xq shows it.',
  },
}

for (const [what, refusal] of Object.entries(REFUSALS))
  test(`${what} is refused`, () => {
    assertRefused(refusal)
  })
