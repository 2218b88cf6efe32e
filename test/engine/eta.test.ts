import assert from 'node:assert/strict'
import { test } from 'node:test'
import { etaOf } from '../../src/engine/eta.ts'
import { check, manual, remote, wait } from '../../src/model/make-step.ts'
import type { Run } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import { story } from '../model/refuses.ts'
import { AT, ROWS } from '../model/sample.ts'
import { ASK, done, succeeded } from '../model/steps-for-steering.ts'

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
    eta: { remainingMs: 3 * MINUTE_MS, basis: 'median of 1 earlier run, 1 step ahead' },
  },
  {
    name: 'a run that waits for people',
    run: story([PLUG, WORK]).run,
    timings: [],
    minutes: 0,
    eta: { basis: 'waits for people' },
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
    assert.deepEqual(etaOf(of, timings, undefined, after(minutes)), eta)
  })
}

test('eta: a step that counts is told by its own rate', () => {
  const progress = { done: 25, total: 100, unit: 'rows' }
  assert.deepEqual(etaOf(story([WORK]).run, [], progress, after(5)), {
    remainingMs: 15 * MINUTE_MS,
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
    basis: 'reckoned from what was measured before the start',
  })
})
