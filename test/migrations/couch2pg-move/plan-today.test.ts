import assert from 'node:assert/strict'
import { test } from 'node:test'
import migration from '../../../migrations/couch2pg-move/index.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { planToday } from '../../../src/model/plan-today.ts'
import { rehearsalPlan } from '../../../src/model/rehearsal.ts'
import { planFor, VARIANTS } from './given.ts'

function readBack(plan: Plan): Plan {
  return JSON.parse(JSON.stringify(plan))
}

for (const [name, typed] of Object.entries(VARIANTS)) {
  const plan = planFor(typed)

  test(`${name}: a plan that was read back from the journal still follows from its file`, () => {
    assert.equal(planToday(migration, readBack(plan)).digest, plan.digest)
  })

  if (!name.startsWith('physical'))
    test(`${name}: and so does its rehearsal, with a name of its own or without`, () => {
      for (const scratch of [{}, { trialDatabase: 'tried' }]) {
        const rehearsal = rehearsalPlan(migration, plan, scratch)
        assert.equal(planToday(migration, readBack(rehearsal)).digest, rehearsal.digest)
      }
    })
}
