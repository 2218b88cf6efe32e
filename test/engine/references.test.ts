import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillReferences } from '../../src/engine/references.ts'
import { outputOf } from '../../src/model/make-step.ts'
import { story } from '../model/refuses.ts'
import { job } from '../model/steps-for-steering.ts'

const outputs = { size: 42, roles: ['dba', 'owner'] }
const { run } = story([job('work')], { type: 'succeeded', step: 'work', attempt: 1, outputs, evidence: [] })
const SIZE = { output: { step: 'work', key: 'size' } }

test('references are filled in wherever they stand, with what the step found', () => {
  assert.deepEqual(outputOf({ id: 'work' }, 'size'), SIZE)
  const args = { on: 'old', sizeBytes: SIZE, list: [SIZE, { deep: SIZE }], nothing: null }
  assert.deepEqual(fillReferences(args, run), { on: 'old', sizeBytes: 42, list: [42, { deep: 42 }], nothing: null })
})

test('a list may be what a reference stands for', () => {
  assert.deepEqual(fillReferences({ roles: { output: { step: 'work', key: 'roles' } } }, run), {
    roles: ['dba', 'owner'],
  })
})

test('something called output that is no reference stays as it is', () => {
  for (const args of [{ output: 'x' }, { output: { step: 'work' } }, { output: ['step', 'key'] }])
    assert.deepEqual(fillReferences(args, run), args)
})

test('what an earlier step did not leave is said with its name', () => {
  assert.throws(() => fillReferences({ on: { output: { step: 'work', key: 'nothing' } } }, run), {
    message: 'step work has left no nothing; it was skipped or has not run',
  })
})
