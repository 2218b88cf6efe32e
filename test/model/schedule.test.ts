import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from '../../src/model/command.ts'
import { DROVER } from '../../src/model/event.ts'
import { owed } from '../../src/model/owed.ts'
import type { Run } from '../../src/model/run.ts'
import { nextLook, nextLookAt, troublesOf } from '../../src/model/schedule.ts'
import { AT, DBA, NOBODY, names, OWNER, rows, STARTER, samplePlan, send } from './sample.ts'
import { ASK, ask, done, PLUG, release, retry } from './steps-for-steering.ts'

const STARTS = '2026-11-05T19:00:00.000Z'
const DUE: Command = { type: 'due' }
const PLAN = samplePlan([ASK, PLUG])

function scheduled(): Run {
  const { run } = send(undefined, { type: 'start', plan: PLAN, channel: 'C1', by: STARTER, startsAt: STARTS })
  assert.ok(run)
  return run
}

type Preflighted = Extract<Command, { type: 'preflighted' }>

function found(outcome: 'pass' | 'fail' | 'error', people: readonly string[] = [], count = 10): Preflighted {
  return { type: 'preflighted', look: 1, evidence: [rows(count, outcome)], people }
}

/** The run after commands that come at their instants. */
function after(...moments: readonly (readonly [string, Command])[]): Run {
  return moments.reduce((run, [at, command]) => send(run, command, at).run ?? run, scheduled())
}

test('a run that is started for later begins nothing', () => {
  const { run, events } = send(undefined, {
    type: 'start',
    plan: PLAN,
    channel: 'C1',
    by: STARTER,
    startsAt: STARTS,
  })
  assert.deepEqual([run?.status, names(events)], ['scheduled', ['started']])
  assert.deepEqual(run && owed(run), { do: 'begin', startsAt: STARTS, lookAt: AT })
})

test('at its instant it begins, and counts its time from there', () => {
  const { run, events } = send(scheduled(), DUE, '2026-11-05T19:00:00.500Z')
  assert.deepEqual([run?.status, names(events)], ['running', ['begun', 'step-started ask']])
  assert.equal(run?.startedAt, '2026-11-05T19:00:00.500Z')
  assert.deepEqual(send(run, DUE, '2026-11-05T19:00:01.000Z').events, [])
})

test('a clock that was put back does not let it begin early', () => {
  assert.deepEqual(send(scheduled(), DUE, '2026-11-05T18:59:59.999Z').events, [])
})

test('within a quarter of an hour it still begins, later it is held and says why', () => {
  assert.equal(send(scheduled(), DUE, '2026-11-05T19:15:00.000Z').run?.status, 'running')
  const { run, events } = send(scheduled(), DUE, '2026-11-05T19:15:00.001Z')
  assert.deepEqual([run?.status, names(events), run?.hold?.by], ['held', ['hold-asked'], DROVER])
  assert.equal(
    run?.hold?.reason,
    'It was to begin at 2026-11-05 19:00 UTC, and Drover was not there before 2026-11-05 19:15 UTC. Nothing begins that late by itself',
  )
  assert.deepEqual(run && owed(run), { do: 'ask', what: 'release' })
})

test('a held one does not begin by itself, and begins at a release after its instant', () => {
  const held = after([AT, ask('hold', NOBODY)])
  assert.equal(held.status, 'held')
  assert.deepEqual(send(held, DUE, STARTS).events, [])
  const { run, events } = send(held, release(), '2026-11-06T02:00:00.000Z')
  assert.deepEqual([run?.status, names(events)], ['running', ['released', 'begun', 'step-started ask']])
})

test('a release before its instant lets it wait on', () => {
  const { run, events } = send(after([AT, ask('hold')]), release())
  assert.deepEqual([run?.status, names(events)], ['scheduled', ['released']])
})

test('it can be given up, and then does not begin', () => {
  const given = after([AT, ask('abort')])
  assert.deepEqual(owed(given), { do: 'stop' })
  assert.deepEqual(send(given, DUE, STARTS).events, [])
  assert.equal(send(given, { type: 'stopped' }).run?.status, 'aborted')
})

const NOT_BEGUN =
  'm7f3xq has not begun; it is to begin at 2026-11-05 19:00 UTC. Until then it can be held, released or aborted. /migrate why m7f3xq says what it waits for.'

for (const command of [ask('skip'), ask('rollback'), retry(), done()])
  test(`before it begins there is nothing to ${command.type}, held or not`, () => {
    for (const run of [scheduled(), after([AT, ask('hold')])])
      assert.throws(() => send(run, command), { code: 'not-begun', message: NOT_BEGUN })
  })

test('it cannot be started for an instant that is over, or for another year by mistake', () => {
  const at = (startsAt: string) => () =>
    send(undefined, { type: 'start', plan: PLAN, channel: 'C1', by: STARTER, startsAt })
  assert.throws(at('2026-11-02T06:30:00.000Z'), {
    code: 'instant-over',
    message: '2026-11-02 06:30 UTC was 2 h 30 min ago. Nothing was scheduled.',
  })
  assert.throws(at('2062-11-05T19:00:00.000Z'), {
    code: 'instant-far',
    message: '2062-11-05 19:00 UTC is more than a year away. Look at the year. Nothing was scheduled.',
  })
})

test('its first checks are measured at once, every four hours, and half an hour before', () => {
  const lookedAt = (at: string) => ({ startsAt: STARTS, preflight: { at, look: 1, evidence: [], people: [] } })
  assert.equal(nextLookAt({ startsAt: STARTS }, AT), AT)
  assert.equal(nextLookAt(lookedAt('2026-11-05T09:00:00.000Z'), AT), '2026-11-05T13:00:00.000Z')
  assert.equal(nextLookAt(lookedAt('2026-11-05T17:00:00.000Z'), AT), '2026-11-05T18:30:00.000Z')
  assert.equal(nextLookAt(lookedAt('2026-11-05T18:30:00.000Z'), AT), undefined)
})

test('only what changed is news', () => {
  const news = (run: Run, command: Preflighted) =>
    send(run, { ...command, look: run.schedule ? nextLook(run.schedule) : 1 }).events.map(
      (event) => event.type === 'preflighted' && event.isNews,
    )
  assert.deepEqual(news(scheduled(), found('pass')), [false])
  assert.deepEqual(news(scheduled(), found('fail')), [true])
  const full = after([AT, found('fail')])
  assert.deepEqual(news(full, found('fail', [], 11)), [false])
  assert.deepEqual(news(full, found('error')), [true])
  assert.deepEqual(news(full, found('fail', ['Nobody holds dba.'])), [true])
  assert.deepEqual(news(full, found('pass')), [true])
})

test('what could not be judged is not in order', () => {
  const evidence = [rows(1), rows(2, 'error', { summary: 'Could not be judged.', advice: 'Look at the key.' })]
  assert.deepEqual(troublesOf({ evidence, people: ['Nobody holds dba.'] }), [
    'Rows: Could not be judged. Look at the key.',
    'Nobody holds dba.',
  ])
})

test('a look that is reported twice is one look', () => {
  assert.deepEqual(send(after([AT, found('fail')]), found('fail')).events, [])
})

test('a look that comes back after the start changes nothing', () => {
  assert.deepEqual(send(after([STARTS, DUE]), found('fail'), STARTS).events, [])
})

test('who can be there is kept by person, and said twice it is said once', () => {
  const here = { type: 'attend', by: DBA, here: true } as const
  const run = after([AT, here])
  assert.deepEqual(run.schedule?.attending, { U1: { here: true, roles: ['dba'] } })
  assert.deepEqual(send(run, here).events, [])
  assert.deepEqual(send(run, { ...here, here: false }).run?.schedule?.attending, {
    U1: { here: false, roles: ['dba'] },
  })
})

const WRONG = [
  { by: STARTER, code: 'own-run', says: 'You started m7f3xq, so others decide on it. /migrate who m7f3xq names them.' },
  { by: OWNER, code: 'role-not-asked', says: 'No gate of m7f3xq asks for a role that you hold. It asks for dba.' },
]

for (const { by, code, says } of WRONG)
  test(`nobody counts on ${by.id}: ${code}`, () => {
    assert.throws(() => send(scheduled(), { type: 'attend', by, here: true }), { code, message: says })
  })

test('once it has begun, the gates themselves ask', () => {
  assert.throws(() => send(after([STARTS, DUE]), { type: 'attend', by: DBA, here: true }), {
    code: 'already-begun',
    message: 'm7f3xq has begun. /migrate who m7f3xq says whose decision is missing.',
  })
})
