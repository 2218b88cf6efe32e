import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logWindow, parseSince } from '../../../src/demo/runtime/log-window.ts'

const LOG = [
  '[2026-11-21T05:08:00.000Z INFO]:  first',
  '[5:08:00 AM] running a change',
  '[2026-11-21T05:09:00.000Z ERROR]:  second',
  '    at somewhere',
  '[2026-11-21T05:10:00.000Z INFO]:  third',
]

test('without limits it is the whole log', () => {
  assert.deepEqual(logWindow(`${LOG.join('\n')}\n`, {}), LOG)
  assert.deepEqual(logWindow('', {}), [])
})

test('a line without a time belongs to the line above it', () => {
  const sinceMs = Date.parse('2026-11-21T05:08:30Z')
  assert.deepEqual(logWindow(LOG.join('\n'), { sinceMs }), LOG.slice(2))
  assert.deepEqual(logWindow(LOG.join('\n'), { sinceMs: Date.parse('2026-11-22T00:00:00Z') }), [])
})

test('the last lines are counted after the time', () => {
  const sinceMs = Date.parse('2026-11-21T05:09:00Z')
  assert.deepEqual(logWindow(LOG.join('\n'), { sinceMs, lastLines: 2 }), LOG.slice(3))
  assert.deepEqual(logWindow(LOG.join('\n'), { lastLines: 0 }), [])
})

test('a time can be given as docker and as journalctl take it', () => {
  const nowMs = Date.parse('2026-11-21T05:10:00Z')
  for (const text of ['@1795237200', '1795237200', '2026-11-21T05:00:00Z', '10m', '10 min ago', '600s']) {
    assert.equal(parseSince(text, nowMs), Date.parse('2026-11-21T05:00:00Z'), text)
  }
  assert.equal(parseSince('yesterdayish', nowMs), undefined)
})
