import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configJsonSchema, parseConfig } from '../../src/config/load.ts'
import { policiesFor } from '../../src/config/policies.ts'
import { remote } from '../../src/model/make-step.ts'
import { NO_POLICIES } from '../../src/model/policy.ts'
import { sh } from '../../src/model/shell.ts'
import { samplePlan } from '../model/sample.ts'

const START = `
channels: [C0123ABCD]
roles:
  dba: { users: [U0000001] }
  sre-lead: { users: [U0000002] }
hosts:
  old: { connect: local }
  new: { connect: local }
  try: { connect: local }
`

const parse = (rest: string) => parseConfig(`${START}${rest}`, 'drover.yml')

function planOn(...hosts: readonly string[]) {
  return samplePlan(hosts.map((on) => remote(`work-${on}`, { on, run: sh`work`, timeout: '5m', undo: 'nothing' })))
}

const NIGHT = { days: ['mon'], from: '22:00', to: '04:00', zone: 'Africa/Nairobi' }
const EVENING = { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '20:00', to: '23:00', zone: 'UTC' }
const YEAR_END = { from: '2026-12-24T18:00:00Z', to: '2027-01-02T06:00:00Z', reason: 'year-end close' }
const AUDIT = { from: '2026-11-02T00:00:00Z', to: '2026-11-03T00:00:00Z', reason: 'audit' }

const CONFIG = parse(`
policies:
  may: { hold: [dba], abort: [dba] }
  override: sre-lead
  freezes: [${JSON.stringify(YEAR_END)}]
environments:
  source: { hosts: [old], policies: { may: { start: [dba] }, windows: [${JSON.stringify(NIGHT)}], rehearsal: { within: 7d } } }
  target:
    hosts: [new]
    policies:
      may: { start: [sre-lead], abort: [sre-lead] }
      override: dba
      windows: [{ from: '20:00', to: '23:00' }]
      freezes: [${JSON.stringify(AUDIT)}]
      stepUp: totp
      rehearsal: { atLeast: 95, reverse: true }
`)

test('a plan outside every environment keeps the rules for all', () => {
  assert.deepEqual(policiesFor(CONFIG, planOn('try')), {
    environment: undefined,
    may: { hold: [['dba']], abort: [['dba']] },
    windows: [],
    freezes: [YEAR_END],
    override: ['sre-lead'],
    stepUp: 'none',
    rehearsal: undefined,
  })
})

test('an environment has its own rules over those for all, and freezes add up', () => {
  assert.deepEqual(policiesFor(CONFIG, planOn('try', 'new')), {
    environment: 'target',
    may: { start: [['sre-lead']], hold: [['dba']], abort: [['sre-lead']] },
    windows: [[EVENING]],
    freezes: [YEAR_END, AUDIT],
    override: ['dba'],
    stepUp: 'totp',
    rehearsal: { withinMs: 2_592_000_000, leastPercent: 95, reverse: true },
  })
})

test('a plan that touches two environments keeps the rules of both', () => {
  assert.deepEqual(policiesFor(CONFIG, planOn('new', 'old')), {
    environment: 'source and target',
    may: { start: [['dba'], ['sre-lead']], hold: [['dba']], abort: [['dba'], ['sre-lead']] },
    windows: [[NIGHT], [EVENING]],
    freezes: [YEAR_END, AUDIT],
    override: ['sre-lead', 'dba'],
    stepUp: 'totp',
    rehearsal: { withinMs: 604_800_000, leastPercent: 95, reverse: true },
  })
})

test('where one of two environments lets nobody override, nobody may', () => {
  const config = parse(`
environments:
  source: { hosts: [old], policies: { override: dba } }
  target: { hosts: [new] }
`)
  assert.equal(policiesFor(config, planOn('old', 'new')).override, undefined)
  assert.deepEqual(policiesFor(config, planOn('old')).override, ['dba'])
})

test('a file without rules asks for nothing', () => {
  const { environment, override, rehearsal, ...rest } = policiesFor(parse(''), planOn('old'))
  assert.deepEqual(rest, NO_POLICIES)
  assert.deepEqual([environment, override, rehearsal], [undefined, undefined, undefined])
})

test('every rule that leads nowhere is named with its path', () => {
  const wrong = `
policies: { may: { hold: [dba, nobody] }, override: boss }
environments:
  source: { hosts: [old, gone], policies: { may: { start: [toString] } } }
  target: { hosts: [old, new] }
`
  assert.throws(() => parse(wrong), {
    message: [
      'drover.yml has 5 problems. Drover did not start.',
      '  policies/may/hold/1: there is no role nobody',
      '  policies/override: there is no role boss',
      '  environments/source/hosts/1: there is no host gone',
      '  environments/source/policies/may/start/0: there is no role toString',
      '  environments/target/hosts/0: old is in source already',
    ].join('\n'),
  })
})

test('times that make no sense are named with their path', () => {
  const wrong = `
policies:
  may: { start: [], resolve: [dba] }
  windows:
    - { from: '22:00', to: '22:00' }
    - { days: [], from: '9:00', to: '24:01', zone: Mars/Base }
    - { days: [Monday], from: '09:00', to: '10:00' }
  freezes:
    - { from: 2026-12-24T18:00:00Z, to: 2026-12-24T18:00:00Z, reason: close }
    - { from: 2026-12-24, to: '2027-01-02T06:00:00+03:00', reason: '' }
`
  assert.throws(() => parse(wrong), {
    message: [
      'drover.yml has 11 problems. Drover did not start.',
      '  policies/may/start: name at least one role, or leave it out',
      '  policies/may/resolve: there is no such setting',
      '  policies/windows/0/to: the window has no length: it ends when it begins',
      '  policies/windows/1/days: name at least one day, or leave it out',
      '  policies/windows/1/from: expected a time of day such as 22:00',
      '  policies/windows/1/to: expected a time of day such as 22:00',
      '  policies/windows/1/zone: expected a time zone such as Africa/Nairobi',
      '  policies/windows/2/days/0: expected one of mon, tue, wed, thu, fri, sat, sun',
      '  policies/freezes/0/to: the freeze ends before it begins',
      '  policies/freezes/1/from: expected an instant such as 2026-12-24T18:00:00Z',
      '  policies/freezes/1/reason: say why, people will read it',
    ].join('\n'),
  })
})

test('editors learn the rules from the JSON Schema', () => {
  const schema = JSON.stringify(configJsonSchema())
  for (const word of ['freezes', 'windows', 'override', 'environments', 'stepUp']) assert.match(schema, RegExp(word))
})

test('a rehearsal keeps to freezes, and not to the windows of production', () => {
  const { windows, freezes } = policiesFor(CONFIG, { ...planOn('old', 'new'), mode: 'rehearsal', rehearses: 'abc' })
  assert.deepEqual(windows, NO_POLICIES.windows)
  assert.deepEqual(freezes, policiesFor(CONFIG, planOn('old', 'new')).freezes)
})
