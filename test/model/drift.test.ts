import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drift, movedSince } from '../../src/model/drift.ts'
import type { Gate } from '../../src/model/run.ts'
import { AT, rows } from './sample.ts'

test('the same measurement did not move', () => {
  assert.deepEqual(drift(rows(10), rows(10)), [])
})

test('without a tolerance any change is told', () => {
  assert.deepEqual(drift(rows(10), rows(11)), ['Rows: rows moved from 10 to 11.'])
})

test('a value may move by its tolerance and no further', () => {
  const percent = { tolerance: { rows: { percent: 10 } } }
  const absolute = { tolerance: { rows: { absolute: 5 } } }
  const any = { tolerance: { rows: 'any' as const } }
  assert.deepEqual(drift(rows(100, 'pass', percent), rows(110)), [])
  assert.deepEqual(drift(rows(100, 'pass', percent), rows(90)), [])
  assert.deepEqual(drift(rows(100, 'pass', percent), rows(111)), ['Rows: rows moved from 100 to 111.'])
  assert.deepEqual(drift(rows(100, 'pass', absolute), rows(95)), [])
  assert.deepEqual(drift(rows(100, 'pass', absolute), rows(94)), ['Rows: rows moved from 100 to 94.'])
  assert.deepEqual(drift(rows(100, 'pass', any), rows(0)), [])
})

test('the tolerance is the one people saw, not a newer one', () => {
  assert.deepEqual(drift(rows(10), rows(11, 'pass', { tolerance: { rows: 'any' } })), [
    'Rows: rows moved from 10 to 11.',
  ])
})

test('a worse outcome is told, a better one is not', () => {
  assert.deepEqual(drift(rows(10), rows(10, 'fail')), ['Rows: pass became fail. 10 rows.'])
  assert.deepEqual(drift(rows(10, 'warn'), rows(10, 'error')), ['Rows: warn became error. 10 rows.'])
  assert.deepEqual(drift(rows(10, 'warn'), rows(10, 'pass')), [])
})

test('a value that came or went is told', () => {
  assert.deepEqual(drift(rows(10), rows(10, 'pass', { values: {} })), ['Rows: rows moved from 10 to nothing.'])
  assert.deepEqual(drift(rows(10, 'pass', { values: {} }), rows(10)), ['Rows: rows moved from nothing to 10.'])
})

test('text that changed is told whatever the tolerance for numbers', () => {
  const before = rows(1, 'pass', { values: { version: '15.1' }, tolerance: { version: { percent: 50 } } })
  assert.deepEqual(drift(before, rows(1, 'pass', { values: { version: '15.2' } })), [
    'Rows: version moved from 15.1 to 15.2.',
  ])
})

test('evidence that was not measured both times, and keys of hosts that changed or are gone, are told', () => {
  const gate: Gate = {
    step: 'ask',
    revision: 1,
    digest: '',
    evidence: [rows(10)],
    hostKeys: { old: 'SHA256:a', new: 'SHA256:b' },
    openedAt: AT,
    decisions: [],
    fellBecause: [],
  }
  assert.deepEqual(movedSince(gate, [rows(10)], { old: 'SHA256:a', new: 'SHA256:b' }), [])
  assert.deepEqual(movedSince(gate, [], { old: 'SHA256:a', new: 'SHA256:b' }), ['Rows was not measured both times.'])
  assert.deepEqual(movedSince(gate, [rows(10)], { old: 'SHA256:c' }), [
    'old shows the host key SHA256:c now.',
    'new shows the host key of nobody now.',
  ])
})
