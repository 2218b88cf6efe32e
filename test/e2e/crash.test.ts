import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { compiledOnce } from '../../bench/storm/compiled.ts'
import { type Lap, runLap } from '../../bench/storm/move/lap.ts'
import { QUICK } from '../../bench/storm/move/way.ts'
import { dice } from '../../src/demo/documents/dice.ts'

const KILLS = 6
const seed = process.env['DROVER_SEED'] ?? '1'

let lap: Lap
before(async () => {
  const program = (await compiledOnce()).bot
  const chance = dice(`crash ${seed}`)
  lap = await runLap({ way: QUICK, program, docs: 1500, kills: KILLS, chance, calmEvents: 5, say: () => {} })
})

test('a bot that crashes again and again at random moments finishes the move, with nothing lost', (t) => {
  t.diagnostic(`seed ${seed}; crashed at ${[...new Set(lap.kills.map(({ at }) => at))].join(', ')}`)
  assert.equal(lap.kills.length, KILLS)
  assert.equal(lap.judgement.runs, 1)
  assert.deepEqual(lap.judgement.lost, [])
})

test('every step was done in one attempt, and nobody was asked what happened', () => {
  const { failed, asked, decidable } = lap.judgement
  assert.deepEqual({ failed, asked, decidable }, { failed: [], asked: [], decidable: [] })
})

test('every job began once on its host, and every program that must not run twice ran once', () => {
  const { repeated, programs } = lap.judgement
  assert.deepEqual(repeated, [])
  assert.deepEqual(programs, {
    'compose stop': 1,
    'compose up': 1,
    'create database': 1,
    'drop database': 1,
    'drop the marks': 1,
  })
})

test('nothing was posted twice in Slack', () => {
  assert.ok(lap.judgement.letters > 40, `${lap.judgement.letters} letters`)
  assert.deepEqual(lap.judgement.postedTwice, [])
})

test('the chain verifies, and the projections are what a rebuild makes of the events', () => {
  assert.deepEqual(lap.judgement.broken, [])
})
