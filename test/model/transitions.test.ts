import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENDED, RUN_STATUSES } from '../../src/model/run.ts'
import { checkMove, TRANSITIONS } from '../../src/model/transitions.ts'

test('every status has its row in the table, and every move its sentence', () => {
  assert.deepEqual(Object.keys(TRANSITIONS).sort(), [...RUN_STATUSES].sort())
  for (const moves of Object.values(TRANSITIONS))
    for (const sentence of Object.values(moves)) assert.match(sentence, /^[a-z].{9,}[a-z]$/)
})

test('the table cannot be changed while the program runs', () => {
  assert.ok(Object.isFrozen(TRANSITIONS))
})

test('nothing follows an end', () => {
  for (const status of ENDED) assert.deepEqual(TRANSITIONS[status], {})
})

test('every active status can be given up', () => {
  for (const status of RUN_STATUSES.filter((one) => !ENDED.includes(one))) assert.ok(TRANSITIONS[status].aborted)
})

for (const before of RUN_STATUSES)
  for (const after of RUN_STATUSES) {
    const isLegal = before === after || TRANSITIONS[before][after] !== undefined
    test(`${before} → ${after} is ${isLegal ? 'allowed' : 'refused'}`, () => {
      if (isLegal) assert.doesNotThrow(() => checkMove(before, after))
      else assert.throws(() => checkMove(before, after), { message: `a run never goes from ${before} to ${after}` })
    })
  }
