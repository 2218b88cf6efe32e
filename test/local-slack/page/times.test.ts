import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ago, formatDate } from '../../../src/local-slack/page/times.js'

const now = new Date('2026-11-21T10:00:00Z')
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

test('how long ago is told in a few words', () => {
  const told = [0, 5, 180, 1500, 6000].map((minutes) => ago(before(minutes), now))
  assert.deepEqual(told, ['just now', '5 min ago', '3 h ago', '1 day ago', '4 days ago'])
})

test('dates are told in the format words of Slack', () => {
  const at = (iso: string, format: string) => formatDate(Date.parse(iso) / 1000, format, { now, zone: 'UTC' })
  assert.equal(at('2026-11-21T08:05:09Z', '{date_short_pretty} at {time}'), 'today at 08:05')
  assert.equal(at('2026-11-20T08:05:09Z', '{date_pretty} {time_secs}'), 'yesterday 08:05:09')
  assert.equal(at('2026-11-01T08:05:09Z', '{date_num} {date_short} {unknown}'), '2026-11-01 1 Nov 2026 {unknown}')
})
