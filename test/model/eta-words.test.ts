import assert from 'node:assert/strict'
import { test } from 'node:test'
import { etaWords, laterWords } from '../../src/model/eta-words.ts'
import { story } from './refuses.ts'
import { AT, samplePlan, send, start } from './sample.ts'
import { ask, failed, job } from './steps-for-steering.ts'

const MINUTE_MS = 60_000
const ETA = { remainingMs: 40 * MINUTE_MS, lateMs: 52 * MINUTE_MS, asOf: AT, basis: 'median of 3 earlier runs' }
const { run } = story([job('work')])

test('an instant, how sure it is, how long that is from now, and what it rests on', () => {
  assert.deepEqual(etaWords(run, ETA), {
    at: '2026-11-02T09:40:00.000Z',
    spread: '± 12 min',
    rest: 'in about 40 min; median of 3 earlier runs',
  })
})

test('too few runs give no spread, and no number is said to be none', () => {
  assert.deepEqual(etaWords(run, { ...ETA, lateMs: undefined }), {
    at: '2026-11-02T09:40:00.000Z',
    spread: undefined,
    rest: 'in about 40 min; median of 3 earlier runs',
  })
  assert.deepEqual(etaWords(run, { basis: 'waits for people' }), { rest: 'N/A, waits for people' })
})

test('a run that stands still has no instant, only work that is left', () => {
  const words = { rest: 'about 40 min ± 12 min once it goes on; median of 3 earlier runs' }
  assert.deepEqual(etaWords(story([job('work')], failed('work')).run, ETA), words)
  assert.deepEqual(etaWords(story([job('work')], ask('abort')).run, ETA), words)
})

test('a scheduled run reckons from its instant', () => {
  const begins = { ...start(samplePlan([job('work')])), startsAt: '2026-11-02T10:00:00.000Z' }
  const { run: scheduled } = send(undefined, begins)
  assert.ok(scheduled)
  assert.deepEqual(etaWords(scheduled, ETA), {
    at: '2026-11-02T10:40:00.000Z',
    spread: '± 12 min',
    rest: 'in about 1 h 40 min; median of 3 earlier runs',
  })
})

test('people are named with the work behind them, and their time is in no number', () => {
  assert.equal(
    laterWords({ basis: '', people: ['go', 'drop'], afterMs: 25 * MINUTE_MS }),
    'From go on: about 25 min of work. How long people take is in no number; they are needed at go, drop.',
  )
  assert.equal(
    laterWords({ basis: '', people: ['go'] }),
    'From go on: not all of it was timed before. How long people take is in no number; they are needed at go.',
  )
  assert.equal(laterWords({ basis: '' }), undefined)
})
