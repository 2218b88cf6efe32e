import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RUN_STATUSES } from '../../src/model/run.ts'
import { TRANSITIONS } from '../../src/model/transitions.ts'
import { createDice } from './dice.ts'
import { nothingSeen, playHistory } from './random-history.ts'
import { randomPlan } from './random-plan.ts'

const HISTORIES = 5_000

test(`${HISTORIES} random histories break no law, and between them make every move of the table`, () => {
  const dice = createDice(1)
  const plans = Array.from({ length: 500 }, () => randomPlan(dice))
  const seen = nothingSeen()
  for (let seed = 1; seed <= HISTORIES; seed++) playHistory(seed, plans, seen)
  assert.equal(seen.histories, HISTORIES)
  const all = RUN_STATUSES.flatMap((from) => Object.keys(TRANSITIONS[from]).map((to) => `${from} → ${to}`))
  assert.deepEqual(
    all.filter((move) => !seen.moves.has(move)),
    [],
  )
})

test('the same commands give the same events', () => {
  const dice = createDice(2)
  const plans = Array.from({ length: 50 }, () => randomPlan(dice))
  for (let seed = 1; seed <= 200; seed++)
    assert.deepEqual(playHistory(seed, plans, nothingSeen()), playHistory(seed, plans, nothingSeen()))
})
