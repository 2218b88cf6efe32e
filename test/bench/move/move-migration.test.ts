import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataSteps, moveMigration } from '../../../bench/move/move-migration.ts'
import { check, gate } from '../../../src/model/make-step.ts'
import { lintPlan, planOf } from '../../../src/model/plan.ts'

const PARAMS = {
  ...{ source: 'old-pg', target: 'new-pg', method: 'stream' },
  ...{ couchdbUrl: 'http://127.0.0.1:5984/medic', couchdbPassword: 'none' },
}

test('What is measured are the data steps of couch2pg-move, with the checks whose outputs they need, and nobody is asked.', () => {
  const plan = planOf(moveMigration, moveMigration.parse(PARAMS))
  const ids = plan.steps.map(({ id }) => id)
  for (const id of ['inventory', 'create-database', 'baseline', 'copy-tables', 'verification', 'structure'])
    assert.ok(ids.includes(id), `${id} is not in ${ids.join(', ')}`)
  for (const id of ['hosts', 'stop-target-couch2pg', 'test-refresh', 'start-couch2pg', 'drop-source-database'])
    assert.ok(!ids.includes(id), `${id} is in ${ids.join(', ')}`)
  assert.deepEqual(new Set(plan.steps.map(({ kind }) => kind)), new Set(['check', 'remote']))
  assert.deepEqual(lintPlan(plan), [])
})

test('A check that a needed check refers to comes along too, in its place; one that nobody refers to does not.', () => {
  const isAbout = (id: string, after?: string) =>
    check(id, { check: 'any', version: 1, title: id, args: after === undefined ? {} : { after: ref(after) } })
  const steps = [
    isAbout('versions'),
    isAbout('alone'),
    isAbout('inventory', 'versions'),
    gate('go', { approvals: { dba: 1 }, shows: [isAbout('alone')] }),
    isAbout('moved', 'inventory'),
    gate('start', { approvals: { dba: 1 }, shows: [isAbout('alone')] }),
    isAbout('afterwards'),
  ]
  assert.deepEqual(
    dataSteps(steps).map(({ id }) => id),
    ['versions', 'inventory', 'moved'],
  )
})

function ref(step: string) {
  return { output: { step, key: 'rows' } }
}
