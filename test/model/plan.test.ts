import assert from 'node:assert/strict'
import { test } from 'node:test'
import { check, gate, manual, remote, stopJob, undoWith, wait } from '../../src/model/make-step.ts'
import { countEffects, hostsOf, lintPlan, pointOfNoReturn } from '../../src/model/plan.ts'
import { sh } from '../../src/model/shell.ts'
import type { GateStep, Step } from '../../src/model/step.ts'
import { ROWS, samplePlan } from './sample.ts'

const WAIT = wait('rest', '5m')
const COPY = remote('copy', { on: 'old', run: sh`copy`, timeout: '5m', undo: undoWith('new', sh`remove`) })
const ASK = gate('ask', { approvals: { dba: 1 }, shows: [ROWS] })

function asking(approvals: Readonly<Record<string, number>>): GateStep {
  return { ...ASK, gate: { ...ASK.gate, approvals } }
}

const PROBLEMS: Readonly<Record<string, readonly [readonly Step[], readonly string[]]>> = {
  'two steps with one id': [[WAIT, COPY, WAIT, WAIT], ['step rest: two steps have this id. Rename one.']],
  'an id that is not kebab-case': [
    [wait('Rest_a', '5m', 'Rest')],
    ['step Rest_a: ids are kebab-case, such as copy-tables.'],
  ],
  'a role the migration does not have': [
    [asking({ 'sre-lead': 1 })],
    ['step ask: role sre-lead is not among the roles of sample. Add it to roles.'],
  ],
  'a gate that nobody may pass': [
    [asking({})],
    ['step ask: nobody may approve it. Name at least one role in approvals.'],
  ],
  'a number of approvals that makes no sense': [
    [asking({ dba: 0, owner: 1.5 })],
    [
      'step ask: dba needs a whole number of approvals above 0, got 0.',
      'step ask: owner needs a whole number of approvals above 0, got 1.5.',
    ],
  ],
  'a gate without evidence': [
    [gate('ask', { approvals: { dba: 1 }, shows: [] })],
    ['step ask: the gate shows nothing. Give people evidence in shows.'],
  ],
}

for (const [what, [steps, sentences]] of Object.entries(PROBLEMS))
  test(`${what}: said in a sentence`, () => {
    assert.deepEqual(lintPlan(samplePlan(steps)), sentences)
  })

test('a plan without a problem has no sentence', () => {
  assert.deepEqual(lintPlan(samplePlan([check('rows', ROWS), ASK, COPY, WAIT])), [])
})

test('a plan names its hosts in order of first use, those of its undos included', () => {
  const stop = remote('stop', { act: stopJob('third', 'copy'), timeout: '1m', undo: 'nothing' })
  assert.deepEqual(hostsOf(samplePlan([WAIT, COPY, stop])), ['old', 'new', 'third'])
})

test('the point of no return is the first step that cannot be taken back', () => {
  const plug = manual('plug', { instructions: 'Pull it.', undo: 'none' })
  assert.equal(pointOfNoReturn(samplePlan([COPY, plug])), 1)
  assert.equal(pointOfNoReturn(samplePlan([COPY, ASK])), undefined)
})

test('steps are counted by what they do', () => {
  const counts = { 'read-only': 2, changing: 1, destructive: 0, people: 1 }
  assert.deepEqual(countEffects(samplePlan([WAIT, check('rows', ROWS), COPY, ASK])), counts)
})
