import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remote, stopJob, undoWith } from '../../src/model/make-step.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { RehearsalPolicy } from '../../src/model/policy.ts'
import { takeBack } from '../../src/model/rehearsal.ts'
import { lacksOf, type Rehearsed, type RowsNow, rehearsedBy, tookWords } from '../../src/model/rehearsed.ts'
import { sh } from '../../src/model/shell.ts'
import type { Step } from '../../src/model/step.ts'
import { names, play, ROWS, STARTER, samplePlan, send, start } from './sample.ts'

const NOW = new Date('2026-11-02T09:00:00.000Z')
const DAY_MS = 86_400_000
const POLICY: RehearsalPolicy = { withinMs: 30 * DAY_MS, leastPercent: 80, reverse: true }
const GOOD: Rehearsed = {
  run: 'k3f9ab',
  endedAt: '2026-10-30T09:00:00.000Z',
  tookMs: 38 * 60_000,
  rows: 900,
  reversed: true,
  skipped: [],
}

function lacks(more: Partial<Rehearsed>, rows: RowsNow = { rows: 1000 }, policy: Partial<RehearsalPolicy> = {}) {
  return lacksOf({ ...GOOD, ...more }, { ...POLICY, ...policy }, rows, NOW)
}

const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS).toISOString()

test('a young rehearsal of enough rows that took itself back is enough', () => {
  assert.deepEqual(lacks({}), [])
})

test('one that is too old says how old, and how old it may be', () => {
  assert.deepEqual(lacks({ endedAt: daysAgo(41) }), ['Rehearsal k3f9ab is 41 days old; 30 days are allowed.'])
  assert.deepEqual(lacks({ endedAt: daysAgo(30.1) }), [
    'Rehearsal k3f9ab is more than 30 days old; 30 days are allowed.',
  ])
  assert.deepEqual(lacks({ endedAt: daysAgo(1.2) }, undefined, { withinMs: DAY_MS }), [
    'Rehearsal k3f9ab is more than 1 day old; 1 day is allowed.',
  ])
  assert.deepEqual(lacks({ endedAt: daysAgo(0.5) }, undefined, { withinMs: 6 * 3_600_000 }), [
    'Rehearsal k3f9ab is 12 h old; 6 h are allowed.',
  ])
})

test('one that is exactly as old as it may be is enough', () => {
  assert.deepEqual(lacks({ endedAt: daysAgo(30) }), [])
})

test('one of too few rows says what share it moved', () => {
  assert.deepEqual(lacks({}, { rows: 1800 }), [
    'Rehearsal k3f9ab moved 900 rows, 50 % of the 1,800 there are now; 80 % have to be rehearsed.',
  ])
  assert.deepEqual(lacks({}, { rows: 1125 }), [])
})

test('what nobody can tell is not enough', () => {
  assert.deepEqual(lacks({}, { unknown: 'old-pg did not answer' }), [
    'How many rows there are now could not be told (old-pg did not answer), so nobody knows what share of them rehearsal k3f9ab moved; 80 % have to be rehearsed.',
  ])
  assert.deepEqual(lacks({ rows: undefined }), [
    'Rehearsal k3f9ab did not count its rows, and 80 % have to be rehearsed.',
  ])
})

test('rows are not asked about where no share is wanted', () => {
  assert.deepEqual(lacks({ rows: undefined }, { unknown: 'nobody asked' }, { leastPercent: 0 }), [])
})

test('one that did not take itself back is not enough where that is asked for', () => {
  assert.deepEqual(lacks({ reversed: false }), [
    'Rehearsal k3f9ab did not take back what it made; that has to be rehearsed, too.',
  ])
  assert.deepEqual(lacks({ reversed: false }, undefined, { reverse: false }), [])
})

test('one in which somebody skipped a step is not enough', () => {
  assert.deepEqual(lacks({ skipped: ['verification', 'structure'] }), [
    'In rehearsal k3f9ab somebody skipped verification, structure, so nobody knows how that goes.',
  ])
})

test('every rule that is broken is said', () => {
  assert.equal(lacks({ endedAt: daysAgo(41), rows: 1, reversed: false, skipped: ['copy'] }).length, 4)
})

const undo = undoWith('new-pg', sh`dropdb -- ${'cht_trial'}`)
const once = { repeatable: true, timeout: '5m' } as const
const make = remote('make', { on: 'new-pg', run: sh`createdb -- ${'cht_trial'}`, ...once, undo })
const count: Step = { kind: 'check', id: 'baseline', title: 'Count', check: ROWS }

function rehearsal(steps: readonly Step[]): Plan {
  return { ...samplePlan(steps), mode: 'rehearsal', rehearses: 'abc' }
}

const succeeded = (step: string, outputs = {}) =>
  ({ type: 'succeeded', step, attempt: 1, outputs, evidence: [] }) as const

test('a rehearsal that went well says what was learnt', () => {
  const { run } = play([
    start(rehearsal([make, count, ...takeBack([make])])),
    succeeded('make'),
    succeeded('baseline', { total: 20_000 }),
    succeeded('take-back-make'),
  ])
  const found = rehearsedBy(run)
  assert.deepEqual(found, {
    run: 'm7f3xq',
    endedAt: run.endedAt,
    tookMs: 0,
    rows: 20_000,
    reversed: true,
    skipped: [],
  })
  assert.equal(found && tookWords({ ...found, tookMs: 38 * 60_000 }), 'rehearsal m7f3xq took 38 min')
})

test('a step that was never taken back, or whose undo somebody skipped, is not reversed', () => {
  const without = play([start(rehearsal([make])), succeeded('make')])
  assert.equal(rehearsedBy(without.run)?.reversed, false)
  const failure = { summary: 'It is in use.' }
  const { run } = play([
    start(rehearsal([make, ...takeBack([make])])),
    succeeded('make'),
    { type: 'failed', step: 'take-back-make', attempt: 1, failure, evidence: [] },
    { type: 'skip', by: STARTER, reason: 'Dropped it by hand.' },
  ])
  assert.deepEqual([rehearsedBy(run)?.reversed, rehearsedBy(run)?.skipped], [false, ['take-back-make']])
})

test('a step that Drover found unneeded was skipped by nobody', () => {
  const { run } = play([
    start(rehearsal([make])),
    { type: 'unneeded', step: 'make', attempt: 1, reason: 'It is there.' },
  ])
  assert.deepEqual(rehearsedBy(run)?.skipped, [])
})

test('nothing is learnt from a production run, or from a rehearsal that was given up', () => {
  assert.equal(rehearsedBy(play([start(samplePlan([make])), succeeded('make')]).run), undefined)
  const { run } = play([
    start(rehearsal([make])),
    { type: 'abort', by: STARTER, reason: 'Lunch.' },
    { type: 'stopped' },
    { type: 'undone', step: 'make', attempt: 1 },
  ])
  assert.equal(run.status, 'rolled-back')
  assert.equal(rehearsedBy(run), undefined)
})

test('a rehearsal that is given up takes back what it made, once its jobs are stopped', () => {
  const { run, events } = play([
    start(rehearsal([make, count])),
    succeeded('make'),
    { type: 'abort', by: STARTER, reason: 'Lunch.' },
    { type: 'stopped' },
    { type: 'undone', step: 'make', attempt: 1 },
  ])
  assert.equal(run.status, 'rolled-back')
  assert.deepEqual(names(events).slice(-5), [
    'abort-asked',
    'rollback-asked',
    'undo-started make',
    'step-undone make',
    'rolled-back',
  ])
})

test('a rehearsal that is held, failed or uncertain takes itself back as well', () => {
  const failure = { summary: 'It broke.' }
  for (const before of [
    { type: 'hold', by: STARTER, reason: 'Wait.' },
    { type: 'failed', step: 'make', attempt: 1, failure, evidence: [] },
    { type: 'lost', step: 'make', attempt: 1, failure },
  ] as const) {
    const { run } = play([
      start(rehearsal([make])),
      before,
      { type: 'abort', by: STARTER, reason: 'Lunch.' },
      { type: 'stopped' },
      { type: 'undone', step: 'make', attempt: 1 },
    ])
    assert.equal(run.status, 'rolled-back', before.type)
  }
})

test('a rehearsal that is given up a second time, while it takes itself back, ends as it is', () => {
  const { run } = play([
    start(rehearsal([make])),
    { type: 'abort', by: STARTER, reason: 'Lunch.' },
    { type: 'stopped' },
    { type: 'abort', by: STARTER, reason: 'The host is gone.' },
    { type: 'stopped' },
  ])
  assert.equal(run.status, 'aborted')
})

test('what rests under a hold is ended before it is taken back', () => {
  const hold = remote('hold', {
    on: 'old-pg',
    run: sh`sleep 1`,
    background: true,
    ...once,
    undo: stopJob('old-pg', 'hold'),
  })
  const { run } = play([
    start(rehearsal([hold, make])),
    succeeded('hold'),
    { type: 'hold', by: STARTER, reason: 'Wait.' },
    { type: 'paused', step: 'make', attempt: 1 },
    { type: 'abort', by: STARTER, reason: 'Lunch.' },
    { type: 'stopped' },
  ])
  assert.deepEqual([run.status, run.aborting], ['rolling-back', undefined])
  const after = send(run, { type: 'halted', step: 'make', attempt: 1 })
  assert.deepEqual(names(after.events), ['act-stopped make', 'undo-started make'])
})

test('a production run that is given up leaves everything as it is', () => {
  const { run } = play([
    start(samplePlan([make])),
    { type: 'abort', by: STARTER, reason: 'Lunch.' },
    { type: 'stopped' },
  ])
  assert.equal(run.status, 'aborted')
})
