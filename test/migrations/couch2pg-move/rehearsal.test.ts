import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import migration from '../../../migrations/couch2pg-move/index.ts'
import { canonical } from '../../../src/model/json.ts'
import { actsOf, lintPlan, pointOfNoReturn } from '../../../src/model/plan.ts'
import { planText } from '../../../src/model/plan-text.ts'
import { rehearsalPlan } from '../../../src/model/rehearsal.ts'
import { show } from '../../../src/model/shell.ts'
import { gateOf, type Step } from '../../../src/model/step.ts'
import { UserError } from '../../../src/model/user-error.ts'
import { planFor, VARIANTS } from './given.ts'

/** Set to write the plans down anew after a change that was meant. */
const isWriting = process.env['DROVER_WRITE_PLANS'] === '1'

const rehearse = (typed: Readonly<Record<string, string>> = {}, scratch: Readonly<Record<string, string>> = {}) =>
  rehearsalPlan(migration, planFor(typed), scratch)

const textsOf = (step: Step) =>
  actsOf(step).map((act) => (act.do === 'job' ? show(act.run) : act.do === 'action' ? canonical(act.args) : ''))

for (const name of ['stream-docker-relay', 'dump-systemd-relay'] as const) {
  test(`${name}: the plan of a rehearsal is the one that was reviewed`, () => {
    const text = planText(rehearse(VARIANTS[name]))
      .replace(/\n\ndigest .*$/, '\n')
      .replace(/digest [0-9a-f]{12}/, 'digest …')
    const recorded = new URL(`./plans/rehearsal-${name}.txt`, import.meta.url)
    if (isWriting) writeFileSync(recorded, text)
    assert.equal(text, readFileSync(recorded, 'utf8'), 'run with DROVER_WRITE_PLANS=1 if this was meant')
  })
}

for (const [name, typed] of Object.entries(VARIANTS).filter(([, { method }]) => method !== 'physical')) {
  const plan = rehearse(typed)

  test(`${name}: nothing is wrong with the rehearsal, and all of it can be taken back`, () => {
    assert.deepEqual(lintPlan(plan), [])
    assert.equal(pointOfNoReturn(plan), undefined)
  })

  test(`${name}: one person can rehearse, and nobody’s hands are needed`, () => {
    assert.deepEqual(
      plan.steps.filter((step) => gateOf(step) || step.kind === 'manual' || step.kind === 'destructive'),
      [],
    )
  })

  test(`${name}: every step that production has is one of production, under the same id`, () => {
    const ids = planFor(typed).steps.map(({ id }) => id)
    const more = plan.steps.map(({ id }) => id).filter((id) => !ids.includes(id))
    assert.ok(
      more.every((id) => id.startsWith('take-back-')),
      more.join(', '),
    )
  })

  test(`${name}: couch2pg is neither started nor stopped anywhere`, () => {
    for (const step of plan.steps)
      for (const text of textsOf(step)) assert.doesNotMatch(text, /docker|systemctl/, step.id)
  })

  test(`${name}: whatever is created or dropped is the trial database`, () => {
    const changing = plan.steps.flatMap(textsOf).join('\n')
    assert.deepEqual(
      [...new Set([...changing.matchAll(/(?:create|drop) database "?(\w+)/g)].map(([, database]) => database))],
      ['cht_rehearsal'],
    )
  })

  test(`${name}: the last step drops the trial database, and only with the mark of this run`, () => {
    const dropped = plan.steps.findLast((step) => step.id === 'take-back-create-database')
    assert.match(dropped ? textsOf(dropped).join('') : '', /is not marked as filled by this run, so it was not dropped/)
  })
}

test('a rehearsal takes turns with a move to the same server, and leaves both real databases free', () => {
  assert.deepEqual(rehearse().locks, ['database:new-pg:5432/cht_rehearsal', 'server:new-pg:5432'])
})

test('the trial database may have another name', () => {
  const plan = rehearse({}, { trialDatabase: 'cht_friday' })
  assert.deepEqual(plan.locks, ['database:new-pg:5432/cht_friday', 'server:new-pg:5432'])
  assert.match(planText(plan), /create database cht_friday owner couch2pg/)
})

test('two rehearsals of one plan are the same start, and production is another', () => {
  assert.deepEqual(rehearse().params, rehearse().params)
  assert.notDeepEqual(rehearse().params, planFor().params)
})

test('the real database is refused as a trial one', () => {
  assertRefused(
    () => rehearse({}, { trialDatabase: 'cht' }),
    'trialDatabase: cht is the database that production gets. Nothing was started. Name another, such as cht_rehearsal.',
  )
})

test('a name that Postgres would cut is refused', () => {
  const database = 'a'.repeat(60)
  assertRefused(
    () => rehearse({ database }),
    `trialDatabase: ${database}_rehearsal is longer than 63 letters. Nothing was started. Name another.`,
  )
})

test('a move by files cannot be tried beside the server it replaces', () => {
  assertRefused(
    () => rehearse({ method: 'physical' }),
    'method=physical swaps the whole server of new-pg, so it cannot be tried beside it. Nothing was started. Rehearse method=stream or method=dump, or try the move on a spare server: /migrate start couch2pg-move target=…',
  )
})

test('a database with the name of its owner is refused, since nobody could tell the two apart in a command', () => {
  assert.throws(
    () => rehearse({ role: 'cht' }),
    (error) => error instanceof UserError && error.code === 'touches-production',
  )
})

function assertRefused(act: () => unknown, message: string): void {
  assert.throws(act, { name: 'UserError', message })
}
