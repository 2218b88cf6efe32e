import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { lintRehearsal } from '../../src/model/lint-rehearsal.ts'
import { destructive, manual, remote, stopJob, undoWith } from '../../src/model/make-step.ts'
import { defineMigration } from '../../src/model/migration.ts'
import { planOf } from '../../src/model/plan.ts'
import { planText } from '../../src/model/plan-text.ts'
import { type Rehearsal, rehearsalPlan, takeBack } from '../../src/model/rehearsal.ts'
import { sh } from '../../src/model/shell.ts'
import type { ActionAct, Step } from '../../src/model/step.ts'
import { UserError } from '../../src/model/user-error.ts'

const SOURCE = 'database:old-pg:5432/cht'
const TARGET = 'database:new-pg:5432/cht'

const once = { repeatable: true, timeout: '5m', undo: 'nothing' } as const
const make = remote('make', { on: 'new-pg', run: sh`createdb -- ${'cht'}`, ...once })
const read = remote('read', { on: 'old-pg', run: sh`pg_dump -d ${'cht'} > /dev/null`, ...once })
const trial = remote('make', {
  on: 'new-pg',
  run: sh`createdb -- ${'cht_trial'}`,
  ...once,
  undo: undoWith('new-pg', sh`dropdb -- ${'cht_trial'}`),
})

const params = z.strictObject({ target: z.string().default('new-pg') })
const scratch = z.strictObject({ trialName: z.string().default('cht_trial') })
const box = {
  name: 'move-box',
  summary: 'Move a box',
  params,
  roles: ['dba'],
  steps: () => [make, read],
  locks: () => [SOURCE, TARGET, 'server:new-pg:5432'],
}

/** A move of a box that cannot be rehearsed. */
const unrehearsed = defineMigration(box)

/** A move of a box whose rehearsal differs from a good one in this. */
function moving(more: Partial<Rehearsal> = {}) {
  return defineMigration({
    ...box,
    rehearsal: { scratch, plan: (given, tried) => ({ ...good(), params: { ...given, ...tried }, ...more }) },
  })
}

function good(): Rehearsal {
  return {
    params: {},
    steps: [trial, read],
    locks: ['server:new-pg:5432'],
    reads: { [SOURCE]: ['read'] },
    leavesOut: ['Nobody is asked.'],
  }
}

const production = planOf(unrehearsed, { target: 'new-pg' })

/** What the guard says of a rehearsal that differs from a good one in this. */
function problemsWith(more: Partial<Rehearsal>): readonly string[] {
  return lintRehearsal({ ...good(), ...more }, production)
}

function withStep(step: Step): readonly string[] {
  return problemsWith({ steps: [trial, read, step] })
}

function action(args: ActionAct['args']): Step {
  const act = { do: 'action' as const, action: 'copy', version: 1, args, shows: 'copies', on: 'new-pg' }
  return remote('copy', { act, ...once })
}

const db = (host: string, database: string) => ({ host, port: 5432, database, user: 'postgres' })

test('a rehearsal has a digest of its own, and knows the plan it stands for', () => {
  const migration = moving()
  const plan = rehearsalPlan(migration, planOf(migration, migration.parse({})), {})
  assert.equal(plan.mode, 'rehearsal')
  assert.equal(plan.rehearses, production.digest)
  assert.notEqual(plan.digest, production.digest)
  assert.deepEqual(plan.params, { target: 'new-pg', trialName: 'cht_trial' })
  assert.match(
    planText(plan),
    new RegExp(
      `^Rehearsal of the plan with digest ${production.digest.slice(0, 12)}. What it leaves out:\n  Nobody is asked.\n\n`,
    ),
  )
})

test('the digest of a production plan is the one it had before there were rehearsals', () => {
  assert.equal('mode' in production || 'rehearses' in production || 'leavesOut' in production, false)
  assert.equal(planOf(moving(), { target: 'new-pg' }).digest, production.digest)
})

test('a migration that does not say how it is rehearsed refuses', () => {
  assert.equal(
    refusal(() => rehearsalPlan(unrehearsed, production), 'no-rehearsal'),
    'move-box does not say how it is rehearsed, so there is no rehearsal of it. Nothing was started. /migrate plan move-box shows what a start would do.',
  )
})

test('a scratch param that is not one is refused by name', () => {
  const migration = moving()
  assert.equal(
    refusal(() => rehearsalPlan(migration, production, { trailName: 'x' }), 'bad-params'),
    'trailName: there is no such param. Did you mean trialName? It takes trialName.\nNothing was started. /migrate plan move-box shows what it takes.',
  )
})

test('a rehearsal that could reach production is never made, and says which step could', () => {
  const migration = moving({ steps: [make, read] })
  assert.equal(
    refusal(() => rehearsalPlan(migration, planOf(migration, migration.parse({}))), 'touches-production'),
    [
      `step make: it names ${SOURCE}, and does not say that it only reads it.`,
      `step make: it names ${TARGET}, and does not say that it only reads it.`,
      'step make: it does just what it does in production.',
      'Nothing was started: this rehearsal could reach production. Whoever keeps migrations/move-box has to mend it.',
    ].join('\n'),
  )
})

test('nothing is wrong with work on a trial database and reading from the source', () => {
  assert.deepEqual(problemsWith({}), [])
})

test('a destructive step is refused, whatever it destroys', () => {
  const step = destructive('drop', {
    destroys: 'a trial',
    approvals: { dba: 1 },
    on: 'new-pg',
    run: sh`dropdb -- ${'cht_trial'}`,
    undo: 'none',
    timeout: '5m',
  })
  assert.deepEqual(withStep(step), ['step drop: a rehearsal destroys nothing. Show its proofs instead.'])
})

test('hand work is refused, since hands reach production', () => {
  const step = manual('switch', { instructions: 'Switch users.', undo: 'nothing' })
  assert.deepEqual(withStep(step), ['step switch: what is done by hand is done to production. Leave it out.'])
})

test('a lock of production is refused', () => {
  assert.deepEqual(problemsWith({ locks: [TARGET] }), [`A rehearsal takes the lock ${TARGET} of production.`])
})

test('only what production locks can be said to be read', () => {
  assert.deepEqual(problemsWith({ reads: { [SOURCE]: ['read'], 'database:old-pg:5432/other': ['read'] } }), [
    'A rehearsal reads database:old-pg:5432/other, which production does not lock.',
  ])
})

test('a production that locks nothing with a name cannot be rehearsed, since nobody can tell what to spare', () => {
  assert.deepEqual(lintRehearsal(good(), { ...production, locks: ['server:new-pg:5432'] }), [
    'move-box locks nothing that has a name, so nobody can tell what a rehearsal has to spare.',
  ])
})

test('an undo that names the production database is found, too', () => {
  const undo = undoWith('new-pg', sh`dropdb -- ${'cht'}`)
  assert.deepEqual(withStep(remote('index', { on: 'new-pg', run: sh`true`, ...once, undo })), [
    `step index: it names ${SOURCE}, and does not say that it only reads it.`,
    `step index: it names ${TARGET}, and does not say that it only reads it.`,
  ])
})

test('a reader that changes something on the side is refused', () => {
  const step = remote('read', { on: 'old-pg', run: sh`psql -d ${'cht'} -c 'drop table doc'`, ...once })
  assert.deepEqual(problemsWith({ steps: [step] }), [`step read: it does more than read ${SOURCE}.`])
})

test('a reader of the source that runs on the target is refused, since the target has a database of the same name', () => {
  const step = remote('read', { on: 'new-pg', run: sh`psql -d ${'cht'} -c 'select 1'`, ...once })
  assert.deepEqual(problemsWith({ steps: [step] }), [
    `step read: it names ${TARGET}, and does not say that it only reads it.`,
    `step read: it does more than read ${SOURCE}.`,
  ])
})

test('an action may name the production database as its source alone', () => {
  const reads = { [SOURCE]: ['copy'] }
  const into = (target: string) => [action({ source: db('old-pg', 'cht'), target: db('new-pg', target) })]
  assert.deepEqual(problemsWith({ steps: into('cht_trial'), reads }), [])
  assert.deepEqual(problemsWith({ steps: into('cht'), reads }), [`step copy: it does more than read ${SOURCE}.`])
  assert.deepEqual(problemsWith({ steps: into('cht_trial') }), [
    `step copy: it names ${SOURCE}, and does not say that it only reads it.`,
    `step copy: it names ${TARGET}, and does not say that it only reads it.`,
  ])
})

test('a command that does just what it does in production is refused, even where it names no database', () => {
  const stop = remote('stop-service', { on: 'new-pg', run: sh`systemctl stop couch2pg`, ...once })
  const withStop = { ...production, steps: [...production.steps, stop] }
  const rehearsal = { ...good(), steps: [trial, stop] }
  assert.deepEqual(lintRehearsal(rehearsal, withStop), ['step stop-service: it does just what it does in production.'])
  assert.deepEqual(lintRehearsal({ ...rehearsal, own: ['stop-service'] }, withStop), [])
})

test('it ends its own jobs and nobody else’s', () => {
  const stop = (jobOf: string) => remote('end', { act: stopJob('old-pg', jobOf), ...once })
  assert.deepEqual(withStep(stop('read')), [])
  assert.deepEqual(withStep(stop('hold')), ['step end: it ends a job that is not its own.'])
})

test('steps take back what was made by the very undo of a rollback, latest first, and what they share once', () => {
  const undo = undoWith('new-pg', sh`rm -f -- /tmp/trial`)
  const write = (id: string) => remote(id, { on: 'new-pg', run: sh`touch /tmp/trial`, ...once, undo })
  const steps = takeBack([trial, write('write'), write('pack'), read])
  assert.deepEqual(
    steps.map(({ id, title }) => [id, title]),
    [
      ['take-back-pack', 'Take back: Pack'],
      ['take-back-make', 'Take back: Make'],
    ],
  )
  assert.deepEqual(steps[0] && 'act' in steps[0] && steps[0].act, undo)
})

/** The sentence of a refusal with this code. */
function refusal(act: () => unknown, code: string): string {
  try {
    act()
  } catch (error) {
    if (error instanceof UserError && error.code === code) return error.message
    throw error
  }
  throw new Error(`nothing was refused with ${code}`)
}
