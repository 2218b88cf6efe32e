import assert from 'node:assert/strict'
import { test } from 'node:test'
import { etaOf } from '../../src/engine/eta.ts'
import { check, destructive, manual, remote, wait } from '../../src/model/make-step.ts'
import type { Run } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import { undoTiming } from '../../src/model/undo-timing.ts'
import { story } from '../model/refuses.ts'
import { AT, DBA, ROWS } from '../model/sample.ts'
import { ASK, ask, done, failed, job, measured, succeeded } from '../model/steps-for-steering.ts'

const MINUTE_MS = 60_000
const WORK = remote('work', { on: 'old', run: sh`work`, timeout: '5m', undo: 'nothing' })
const LOOK = check('look', ROWS)
const PLUG = manual('plug', { instructions: 'Pull it.', undo: 'nothing' })

function took(run: string, step: string, minutes: number) {
  return { migration: 'sample', step, run, actedMs: minutes * MINUTE_MS }
}

function after(minutes: number): Date {
  return new Date(Date.parse(AT) + minutes * MINUTE_MS)
}

/** An estimate with a number says when it was made. */
function asOf(minutes: number, eta: object): object {
  return 'remainingMs' in eta ? { ...eta, asOf: after(minutes).toISOString() } : eta
}

const { run } = story([WORK, LOOK])

const CASES: readonly { name: string; run: Run; timings: ReturnType<typeof took>[]; minutes: number; eta: object }[] = [
  {
    name: 'medians of earlier runs, less what has passed',
    run,
    timings: [took('a', 'work', 10), took('b', 'work', 30), took('c', 'work', 12), took('a', 'look', 2)],
    minutes: 4,
    eta: { remainingMs: 10 * MINUTE_MS, basis: 'median of 3 earlier runs, 2 steps ahead' },
  },
  {
    name: 'a step that takes longer than ever has no time left, and never less',
    run: story([WORK]).run,
    timings: [took('a', 'work', 1)],
    minutes: 5,
    eta: { remainingMs: 0, basis: 'median of 1 earlier run, 1 step ahead' },
  },
  {
    name: 'no number where a step on the way was never timed',
    run,
    timings: [took('a', 'work', 10)],
    minutes: 0,
    eta: { basis: 'not every step ahead was timed before' },
  },
  {
    name: 'time that has to pass is known without a history',
    run: story([WORK, wait('rest', '5m')]).run,
    timings: [took('a', 'work', 1)],
    minutes: 0,
    eta: { remainingMs: 6 * MINUTE_MS, basis: 'median of 1 earlier run, 2 steps ahead' },
  },
  {
    name: 'people are never guessed: the time ends where they are needed',
    run: story([WORK, ASK, LOOK]).run,
    timings: [took('a', 'work', 3)],
    minutes: 0,
    eta: { remainingMs: 3 * MINUTE_MS, basis: 'median of 1 earlier run, 1 step ahead', people: ['ask'] },
  },
  {
    name: 'a run that waits for people',
    run: story([PLUG, WORK]).run,
    timings: [],
    minutes: 0,
    eta: { basis: 'waits for people', people: ['plug'] },
  },
  {
    name: 'work that is left behind people is told apart, and every place where they are needed',
    run: story([PLUG, WORK, ASK, LOOK]).run,
    timings: [took('a', 'work', 10), took('a', 'look', 2)],
    minutes: 0,
    eta: { basis: 'waits for people', people: ['plug', 'ask'], afterMs: 12 * MINUTE_MS },
  },
  {
    name: 'three runs of every step say how far apart runs lie',
    run,
    timings: ['a', 'b', 'c'].flatMap((one, index) => [took(one, 'work', 10 + 10 * index), took(one, 'look', 2)]),
    minutes: 5,
    eta: { remainingMs: 17 * MINUTE_MS, lateMs: 25 * MINUTE_MS, basis: 'median of 3 earlier runs, 2 steps ahead' },
  },
  {
    name: 'two runs of one step are too few for that',
    run,
    timings: [...['a', 'b', 'c'].map((one) => took(one, 'work', 10)), ...['a', 'b'].map((one) => took(one, 'look', 2))],
    minutes: 0,
    eta: { remainingMs: 12 * MINUTE_MS, basis: 'median of 3 earlier runs, 2 steps ahead' },
  },
  { name: 'a run that has ended', run: story([PLUG], done()).run, timings: [], minutes: 0, eta: { basis: 'ended' } },
  {
    name: 'steps that are over do not count',
    run: story([WORK, LOOK], succeeded('work')).run,
    timings: [took('a', 'look', 2)],
    minutes: 0,
    eta: { remainingMs: 2 * MINUTE_MS, basis: 'median of 1 earlier run, 1 step ahead' },
  },
]

for (const { name, run: of, timings, minutes, eta } of CASES) {
  test(`eta: ${name}`, () => {
    assert.deepEqual(etaOf(of, timings, undefined, after(minutes)), asOf(minutes, eta))
  })
}

test('eta: a step that counts is told by its own rate', () => {
  const progress = { done: 25, total: 100, unit: 'rows' }
  assert.deepEqual(etaOf(story([WORK]).run, [], progress, after(5)), {
    remainingMs: 15 * MINUTE_MS,
    asOf: after(5).toISOString(),
    basis: 'by the rate now',
  })
})

test('eta: a rate of almost nothing is no rate', () => {
  const progress = { done: 1, total: 1000, unit: 'rows' }
  assert.deepEqual(etaOf(story([WORK]).run, [], progress, after(5)), { basis: 'not every step ahead was timed before' })
})

test('eta: what was never timed takes what the planner reckoned, and a little where it reckoned nothing', () => {
  const { run } = story([WORK, LOOK])
  const seconds = { likely: 60, least: 30, most: 90 }
  const planned = { ...run, plan: { ...run.plan, forecast: { seconds, stepSeconds: { work: 60 }, mounts: [] } } }
  assert.deepEqual(etaOf(planned, [], undefined, after(0.5)), {
    remainingMs: 32_000,
    asOf: after(0.5).toISOString(),
    basis: 'reckoned from what was measured before the start',
  })
})

test('eta: what is left at the rate now may come as late as runs came late before', () => {
  const progress = { done: 50, total: 100, unit: 'rows' }
  const timings = [took('a', 'work', 10), took('b', 'work', 20), took('c', 'work', 30)]
  const { remainingMs, lateMs } = etaOf(story([WORK]).run, timings, progress, after(8))
  assert.deepEqual([remainingMs, lateMs], [8 * MINUTE_MS, 11.2 * MINUTE_MS])
})

test('eta: runs that moved half of the data teach for twice as much, where both were reckoned', () => {
  const seconds = { likely: 1200, least: 600, most: 1800 }
  const planned = { ...run, plan: { ...run.plan, forecast: { seconds, stepSeconds: { work: 1200 }, mounts: [] } } }
  const half = { ...took('a', 'work', 7), reckonedMs: 10 * MINUTE_MS }
  assert.equal(etaOf(planned, [half, took('a', 'look', 1)], undefined, after(0)).remainingMs, 15 * MINUTE_MS)
  assert.equal(etaOf(run, [half, took('a', 'look', 1)], undefined, after(0)).remainingMs, 8 * MINUTE_MS)
})

test('eta: a destructive step that its people let through counts as work', () => {
  const drop = destructive('drop', {
    destroys: 'the old one',
    approvals: { dba: 1 },
    shows: [ROWS],
    on: 'old',
    run: sh`drop`,
    undo: 'none',
    timeout: '5m',
  })
  const approve = { type: 'approve', by: DBA, role: 'dba', step: 'drop', revision: 1, via: 'button' } as const
  const acting = story([drop], measured('drop', 0), approve, measured('drop', 1, true)).run
  assert.deepEqual(etaOf(acting, [took('a', 'drop', 3)], undefined, after(0)), {
    remainingMs: 3 * MINUTE_MS,
    asOf: AT,
    basis: 'median of 1 earlier run, 1 step ahead',
  })
})

test('eta: a run on its way back takes what taking back took, and no number where that was never timed', () => {
  const back = story([job('copy'), WORK], succeeded('copy'), failed('work'), ask('rollback')).run
  assert.deepEqual(etaOf(back, [], undefined, after(0)), { basis: 'not every step was taken back before' })
  assert.deepEqual(etaOf(back, [took('a', undoTiming('copy'), 4)], undefined, after(0)), {
    remainingMs: 4 * MINUTE_MS,
    asOf: AT,
    basis: 'as long as taking back took before',
  })
})
