import assert from 'node:assert/strict'
import { test } from 'node:test'
import { vitalsOf } from '../../src/cli/vitals.ts'
import { createSqliteJournal } from '../../src/journal/sqlite/journal.ts'
import { handPlan } from '../journal/contract/stories.ts'
import { now, withPath } from '../journal/sqlite/folder.ts'
import { start } from '../model/sample.ts'

const lull = { key: 'm7f3xq-copy-1', mark: 'a', since: '', lookedAtMs: 0, quietMs: 61_000, longestMs: 0 }
const engine = {
  start: async () => undefined,
  wake: () => undefined,
  wakeAll: async () => undefined,
  live: () => ({ lull }),
  stop: async () => undefined,
}
const sinceAt = '2026-11-02T09:00:00.000Z'
const sockets = [
  { isConnected: true, sinceAt },
  { isConnected: false, sinceAt },
]
const slack = {
  start: async () => undefined,
  stop: async () => undefined,
  draw: () => undefined,
  redraw: () => undefined,
  health: () => ({ sockets, lettersDue: 2, inboxDue: 1, refusedBecause: undefined }),
}

test(
  'the outside is told how old everything is that should be young, and of a backup only once there is one',
  withPath(async (path) => {
    const journal = createSqliteJournal({ path, now })
    await journal.journal.send('m7f3xq', start(handPlan()))
    const { metrics } = vitalsOf({ slack, engine, journal, beatAgeMs: () => 30_400, bent: () => undefined })
    const { process_resident_memory_bytes: rssBytes, ...numbers } = await metrics()
    assert.ok((rssBytes ?? 0) > 0)
    assert.deepEqual(numbers, {
      drover_runs_active: 1,
      drover_runs_waiting: 1,
      drover_events_written: 2,
      drover_history_bent: 0,
      drover_heartbeat_age_seconds: 30,
      drover_oldest_act_without_progress_seconds: 61,
      drover_slack_sockets: 1,
      drover_slack_letters_due: 2,
      drover_slack_inbox_due: 1,
    })
    await journal.backup(`${path}.copy`)
    assert.ok(((await metrics())['drover_backup_age_seconds'] ?? -1) >= 0)
    await journal.journal.stop()
  }),
)

test(
  'an engine that has not looked for three minutes is stuck, though the process answers',
  withPath(async (path) => {
    const journal = createSqliteJournal({ path, now })
    const stuckAfter = (ageMs: number) =>
      vitalsOf({ slack, engine, journal, beatAgeMs: () => ageMs, bent: () => undefined }).stuck()
    assert.equal(stuckAfter(179_000), undefined)
    assert.equal(
      stuckAfter(180_000),
      'the engine has not looked at the runs for 3 min; restart Drover, what runs on hosts goes on',
    )
    const bent = vitalsOf({ slack, engine, journal, beatAgeMs: () => 0, bent: () => 'Event 4 was changed.' })
    assert.equal(bent.stuck(), undefined)
    assert.equal((await bent.metrics())['drover_history_bent'], 1)
    await journal.journal.stop()
  }),
)
