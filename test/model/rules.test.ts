import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command, PersonCommand } from '../../src/model/command.ts'
import { GOVERNED, type Governed, NO_POLICIES, type Policies, rolesIn } from '../../src/model/policy.ts'
import { rulesFor } from '../../src/model/rules.ts'
import type { Person } from '../../src/model/run.ts'
import { UserError } from '../../src/model/user-error.ts'
import { story } from './refuses.ts'
import { AT, DBA, NOBODY, OWNER, STARTER, samplePlan, send } from './sample.ts'
import { ASK, ask, failed, job, measured, PLUG, succeeded } from './steps-for-steering.ts'

const LEAD: Person = { id: 'U8', roles: ['lead'] }
const DBA_AND_LEAD: Person = { id: 'U7', roles: ['dba', 'lead'] }
const FREEZE = { from: '2026-11-01T00:00:00Z', to: '2026-11-03T06:00:00Z', reason: 'election' }
const SAYS = 'Freeze until 3 Nov 06:00 UTC: election.'
const FROZEN: Policies = { ...NO_POLICIES, environment: 'production', freezes: [FREEZE], override: ['lead'] }

type Asked = Exclude<PersonCommand, { type: 'attend' }>

/** A run in which the verb makes sense, and the verb. */
const VERBS: Readonly<Record<Governed, { earlier: readonly Command[]; asks: (by: Person) => PersonCommand }>> = {
  start: { earlier: [], asks: (by) => ({ type: 'start', plan: samplePlan([job('one')]), channel: 'C1', by }) },
  hold: { earlier: [], asks: (by) => ({ type: 'hold', by, reason: 'Because.' }) },
  release: { earlier: [ask('hold'), succeeded('one')], asks: (by) => ({ type: 'release', by }) },
  retry: { earlier: [failed('one')], asks: (by) => ({ type: 'retry', by }) },
  skip: { earlier: [failed('one')], asks: (by) => ({ type: 'skip', by, reason: 'Because.' }) },
  rollback: { earlier: [failed('one')], asks: (by) => ({ type: 'rollback', by, reason: 'Because.' }) },
  abort: { earlier: [], asks: (by) => ({ type: 'abort', by, reason: 'Because.' }) },
}

/** What comes of a verb under policies: nothing to object to, or the code of the refusal. */
function judged(verb: Governed, policies: Policies, by: Person, override?: string): string {
  const { earlier, asks } = VERBS[verb]
  const run = verb === 'start' ? undefined : story([job('one'), job('two')], ...earlier).run
  const command = { ...asks(by), override, rules: rulesFor(policies, verb, AT) }
  try {
    return send(run, command)
      .events.map(({ type }) => type)
      .join(' ')
  } catch (error) {
    if (error instanceof UserError) return error.code
    throw error
  }
}

for (const verb of GOVERNED) {
  const only: Policies = { ...NO_POLICIES, may: { [verb]: [['lead']] } }
  test(`${verb} that is kept for a role is for that role: neither driver, run roles nor anybody else may`, () => {
    for (const by of [STARTER, DBA, OWNER, NOBODY]) assert.equal(judged(verb, only, by), 'not-allowed', by.id)
    assert.notEqual(judged(verb, only, LEAD), 'not-allowed')
  })
  test(`${verb} that two environments keep takes a role of each`, () => {
    const both: Policies = { ...NO_POLICIES, may: { [verb]: [['lead'], ['dba', 'owner']] } }
    assert.equal(judged(verb, both, LEAD), 'not-allowed')
    assert.equal(judged(verb, both, DBA), 'not-allowed')
    assert.notEqual(judged(verb, both, DBA_AND_LEAD), 'not-allowed')
  })
}

test('a hold that is kept for nobody in particular is for everybody', () => {
  assert.equal(judged('hold', NO_POLICIES, NOBODY), 'hold-asked')
})

const CLOSED: Readonly<Record<Governed, string>> = {
  start: 'frozen',
  hold: 'hold-asked',
  release: 'frozen',
  retry: 'frozen',
  skip: 'step-skipped step-started',
  rollback: 'frozen',
  abort: 'abort-asked',
}

for (const verb of GOVERNED) {
  test(`in a freeze, ${verb} ${CLOSED[verb] === 'frozen' ? 'is refused to the driver' : 'is done all the same'}`, () => {
    assert.equal(judged(verb, FROZEN, STARTER), CLOSED[verb])
  })
}

const LIFTED: readonly [Governed, string][] = [
  ['start', 'started overridden step-started'],
  ['release', 'overridden released step-started'],
  ['retry', 'overridden step-started'],
  ['rollback', 'overridden rollback-asked undo-started'],
]

for (const [verb, events] of LIFTED) {
  test(`whoever holds the override role, and nobody else, may ${verb} in a freeze with a reason`, () => {
    assert.equal(judged(verb, FROZEN, LEAD, 'The clinic waits.'), events)
    assert.equal(judged(verb, FROZEN, STARTER, 'The clinic waits.'), 'override-not-held')
    assert.equal(judged(verb, FROZEN, LEAD, '  '), 'reason-missing')
    assert.equal(judged(verb, { ...FROZEN, override: undefined }, LEAD, 'The clinic waits.'), refusedTo(verb))
    assert.equal(judged(verb, { ...FROZEN, override: ['lead', 'dba'] }, DBA_AND_LEAD, 'The clinic waits.'), events)
    assert.equal(judged(verb, { ...FROZEN, freezes: [] }, DBA_AND_LEAD, 'The clinic waits.'), 'nothing-to-override')
  })
}

/** Where nobody may override, the lead is nobody in particular to a run. */
function refusedTo(verb: Governed): string {
  return verb === 'start' ? 'override-not-held' : 'not-allowed'
}

test('an override does not stand in for a role that a start is kept for', () => {
  const policies: Policies = { ...FROZEN, may: { start: [['dba']] } }
  assert.equal(judged('start', policies, LEAD, 'Because.'), 'not-allowed')
  assert.equal(judged('start', policies, DBA_AND_LEAD, 'Because.'), 'started overridden step-started')
})

function ruled<Type extends Asked>(command: Type, policies = FROZEN): Type {
  return { ...command, rules: rulesFor(policies, command.type, AT) }
}

test('a refusal names the rule, who could, and the next command', () => {
  const { run } = story([job('one'), job('two')], failed('one'))
  const refused = (command: Asked, message: string) =>
    assert.throws(() => send(run, command), { name: 'UserError', message })
  refused(
    ruled({ type: 'retry', by: STARTER }),
    `${SAYS} Nothing was tried again. Somebody with lead may all the same: /migrate retry m7f3xq override="why".`,
  )
  refused(
    ruled({ type: 'retry', by: STARTER }, { ...FROZEN, override: undefined }),
    `${SAYS} Nothing was tried again. The policies of production let nobody override that.`,
  )
  refused(
    ruled({ type: 'rollback', by: STARTER, reason: 'No.', override: 'Now.' }),
    'To override takes somebody with lead, and you do not hold that. Nothing was taken back. Ask one of them to type /migrate rollback m7f3xq override="…".',
  )
  refused(
    ruled({ type: 'abort', by: DBA, reason: 'No.' }, { ...FROZEN, may: { abort: [['lead', 'sre'], ['owner']] } }),
    'To abort m7f3xq takes somebody with lead or sre, and with owner, by the policies of production. /migrate who m7f3xq names them.',
  )
})

test('who has nothing to release hears that, and not that a window is closed', () => {
  const { run } = story([job('one')])
  assert.throws(() => send(run, ruled({ type: 'release', by: STARTER })), { code: 'not-held' })
})

test('a run on its way back goes on with that in a freeze', () => {
  const { run } = story([job('one'), job('two')], failed('one'), ask('rollback'), ask('hold'))
  assert.deepEqual(
    send(run, ruled({ type: 'release', by: STARTER })).events.map(({ type }) => type),
    ['released'],
  )
})

test('votes are given ahead in a freeze, and a deny, too', () => {
  const { run } = story([ASK], measured('ask', 0))
  const vote = { by: DBA, role: 'dba', step: 'ask', revision: 1, via: 'button', reason: 'No.' } as const
  for (const type of ['approve', 'deny'] as const) {
    const events = send(run, ruled({ ...vote, type })).events.map((event) => event.type)
    assert.deepEqual(events, ['decided', type === 'approve' ? 'gate-approved' : 'gate-denied'])
  }
})

test('an approver may override with the vote when they hold that role as well', () => {
  const { run } = story([ASK], measured('ask', 0))
  const vote = { type: 'approve', role: 'dba', step: 'ask', revision: 1, via: 'button', override: 'Now.' } as const
  assert.throws(() => send(run, ruled({ ...vote, by: DBA })), {
    message:
      'To override takes somebody with lead, and you do not hold that. Nothing was approved. Ask one of them to type /migrate approve m7f3xq as=dba override="…".',
  })
  const events = send(run, ruled({ ...vote, by: DBA_AND_LEAD })).events.map(({ type }) => type)
  assert.deepEqual(events, ['overridden', 'decided', 'gate-approved'])
})

test('work by hand is reported in a freeze: it was done already', () => {
  const { run } = story([PLUG])
  assert.deepEqual(
    send(run, ruled(doneBy(STARTER))).events.map(({ type }) => type),
    ['step-succeeded', 'finished'],
  )
})

function doneBy(by: Person): Asked {
  return { type: 'done', by, note: 'Done.' }
}

test('the roles that rules name are those that anybody could be asked for', () => {
  assert.deepEqual(rolesIn({ ...FROZEN, may: { start: [['dba'], ['lead', 'owner']] } }), ['dba', 'lead', 'owner'])
  assert.deepEqual(rolesIn(NO_POLICIES), [])
})
