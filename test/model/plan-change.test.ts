import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { check, destructive, remote, undoWith, wait } from '../../src/model/make-step.ts'
import { defineMigration, type Migration } from '../../src/model/migration.ts'
import { type Plan, planOf } from '../../src/model/plan.ts'
import { differences, planChange } from '../../src/model/plan-change.ts'
import { planToday } from '../../src/model/plan-today.ts'
import { rehearsalPlan } from '../../src/model/rehearsal.ts'
import { sh } from '../../src/model/shell.ts'
import type { Step } from '../../src/model/step.ts'
import { ROWS, samplePlan } from './sample.ts'

const BASELINE = check('baseline', ROWS)
const COPY = remote('copy', { on: 'new', run: sh`copy`, timeout: '5m', undo: undoWith('new', sh`remove`) })
const REST = wait('rest', '1h')
const DROP = destructive('drop', {
  on: 'old',
  run: sh`drop`,
  timeout: '5m',
  undo: 'none',
  destroys: 'the rows',
  approvals: { owner: 1 },
  shows: [ROWS],
})
const ALL = [BASELINE, COPY, REST, DROP]

const CHANGES: readonly { readonly name: string; readonly now: readonly Step[]; readonly says: readonly string[] }[] = [
  { name: 'a step that is gone', now: [BASELINE, COPY, DROP], says: ['rest is gone.'] },
  {
    name: 'steps that are new',
    now: [check('disk', ROWS), ...ALL, check('counts', ROWS)],
    says: ['disk is new, at the beginning.', 'counts is new, after drop.'],
  },
  { name: 'the one step that moved', now: [REST, BASELINE, COPY, DROP], says: ['rest is at the beginning now.'] },
  {
    name: 'another command, host and undo',
    now: [
      BASELINE,
      remote('copy', { on: 'old', run: sh`copy --fast`, timeout: '5m', undo: 'none' }),
      wait('rest', '2h'),
      DROP,
    ],
    says: ['copy has another command and another undo.', 'rest has another duration.'],
  },
  {
    name: 'another gate, warning and timeout',
    now: [
      BASELINE,
      COPY,
      REST,
      {
        ...DROP,
        gate: { ...DROP.gate, approvals: { owner: 2 } },
        destroys: 'everything',
        timeoutMs: 1,
        repeatable: true,
      },
    ],
    says: [
      'drop has another answer to whether it may be repeated and another gate and another timeout and another warning of what it destroys.',
    ],
  },
  {
    name: 'a proof that is new, and a check in a newer version',
    now: [check('baseline', { ...ROWS, version: 2 }), { ...COPY, verify: ROWS }, REST, DROP],
    says: ['baseline has another check.', 'copy has another proof.'],
  },
]

for (const { name, now, says } of CHANGES) {
  test(`a change of a plan names ${name}`, () => {
    assert.deepEqual(differences(samplePlan(ALL), samplePlan(now)), says)
  })
}

test('roles and locks are of the plan, too', () => {
  const plan = samplePlan(ALL, { locks: ['box:old'] })
  const other = { ...samplePlan(ALL), roles: ['dba'] }
  assert.deepEqual(differences(plan, other), ['It locks something else.', 'It has other roles.'])
})

test('the same plan read back from the journal is no change, whatever was measured', () => {
  const pinned: Plan = JSON.parse(JSON.stringify({ ...samplePlan(ALL), because: ['It was measured.'] }))
  assert.equal(planChange(pinned, { plan: samplePlan(ALL), unfit: [] }), undefined)
})

test('a file that gives no plan is a change that says why', () => {
  const today = { unknown: 'There is no migration sample any more.' }
  assert.deepEqual(planChange(samplePlan(ALL), today), { says: ['There is no migration sample any more.'] })
})

const SPEC = {
  name: 'move-box',
  summary: 'Move a box',
  params: z.strictObject({
    way: z
      .enum(['auto', 'road', 'sea'])
      .default('auto')
      .transform((way) => (way === 'auto' ? 'road' : way)),
  }),
  roles: ['dba'],
  steps: ({ way }: { way: string }) => [
    remote('copy', { on: 'new', run: sh`copy ${way}`, timeout: '5m', undo: 'nothing' }),
  ],
  locks: () => ['database:new:5432/cht'],
  rehearsal: {
    scratch: z.strictObject({ box: z.string().default('trial') }),
    plan: (params: { way: string }, { box }: { box: string }) => ({
      params: { ...params, box },
      steps: [remote('copy', { on: 'new', run: sh`copy ${params.way} ${box}`, timeout: '5m', undo: 'nothing' })],
      locks: [`database:new:5432/${box}`],
      reads: {},
      leavesOut: ['The real box.'],
    }),
  },
} as const
const MIGRATION: Migration = defineMigration(SPEC)

test('what was chosen for the run is not chosen anew', () => {
  const pinned = planOf(MIGRATION, MIGRATION.parse({ way: 'sea' }), { because: ['By sea.'] })
  assert.deepEqual(planToday(MIGRATION, pinned), pinned)
})

test('a rehearsal is compared with a rehearsal of the same params', () => {
  const production = planOf(MIGRATION, MIGRATION.parse({ way: 'sea' }))
  const pinned = rehearsalPlan(MIGRATION, production, { box: 'small' })
  assert.deepEqual(planToday(MIGRATION, pinned), pinned)
  const other = defineMigration({ ...SPEC, steps: () => [REST] })
  assert.deepEqual(differences(pinned, planToday(other, pinned)), ['The plan that it rehearses is another one.'])
})
