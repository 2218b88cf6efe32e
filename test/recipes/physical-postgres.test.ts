import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { physicalReady } from '../../src/checks/physical-ready.ts'
import { check } from '../../src/model/make-step.ts'
import { defineMigration } from '../../src/model/migration.ts'
import { countEffects, lintPlan, planOf, pointOfNoReturn } from '../../src/model/plan.ts'
import { planText } from '../../src/model/plan-text.ts'
import { physicalPostgres, removeSetAside } from '../../src/recipes/physical-postgres.ts'
import { SOURCE, TARGET } from './action-context.ts'

const ready = check('physical-ready', physicalReady({ source: SOURCE, target: TARGET }))
const move = { source: SOURCE, target: TARGET, ready, proof: 'hash' as const, streams: 2 }
const migration = defineMigration({
  name: 'sample',
  summary: 'Move a cluster by its files',
  params: z.strictObject({}),
  roles: ['dba'],
  steps: () => {
    const { steps, verification, after } = physicalPostgres(move)
    return [ready, ...steps, verification, ...after, removeSetAside(move)]
  },
})

test('the plan is whole: every change says how it is taken back, and nothing is out of reach of a rollback', () => {
  const plan = planOf(migration, {})
  assert.deepEqual(lintPlan(plan), [])
  assert.equal(pointOfNoReturn(plan), undefined)
  assert.deepEqual(
    plan.steps.map(({ id }) => id),
    [
      'physical-ready',
      'keep-wal',
      'base-copy',
      'hold-snapshot',
      'catch-up',
      'release-wal',
      'baseline',
      'target-still-vacant',
      'swap-in',
      'verification',
      'release-snapshot',
      'remove-set-aside',
    ],
  )
  assert.deepEqual(countEffects(plan), { 'read-only': 4, changing: 8, destructive: 0, people: 0 })
})

test('the plan shows what is done in the words of the programs', () => {
  const text = planText(planOf(migration, {}))
  assert.match(text, /pg_basebackup -X stream -c fast of old-pg:5432 on new-pg, through the bot; then pg_verifybackup/)
  assert.match(
    text,
    /standby\.signal, primary_conninfo = old-pg through the bot, recovery_target_lsn = the marked place, recovery_target_action = promote/,
  )
})

test('what is proven is the marked moment', () => {
  const snapshot = { output: { step: 'hold-snapshot', key: 'snapshot' } }
  const { steps, verification } = physicalPostgres(move)
  const baseline = steps.find(({ id }) => id === 'baseline')
  assert.ok(baseline?.kind === 'check')
  const proof = { proof: 'hash', streams: 2, snapshot }
  assert.deepEqual(baseline.check.args, { on: SOURCE, target: TARGET, ...proof })
  const expected = { output: { step: 'baseline', key: 'hashes' } }
  assert.deepEqual(verification.check.args, { on: TARGET, source: SOURCE, expected, ...proof })
})
