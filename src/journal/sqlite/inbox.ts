import type { Database } from 'better-sqlite3'
import type { Mailroom } from '../../model/mailroom.ts'

/** Slack repeats a delivery for an hour at most (https://docs.slack.dev/apis/events-api/#retries); a week is ample. */
const KEEP_MS = 7 * 24 * 3_600_000
const PRUNE_EVERY_MS = 3_600_000

/** Remembers what was delivered, for a week. */
export function createInbox(db: Database, now: () => Date): Pick<Mailroom, 'receive'> {
  const insert = db.prepare<[string, string]>('INSERT OR IGNORE INTO inbox (key, at) VALUES (?, ?)')
  const prune = db.prepare<[string]>('DELETE FROM inbox WHERE at < ?')
  let prunedMs = Number.NEGATIVE_INFINITY

  function pruneNowAndThen(at: Date): void {
    if (at.getTime() - prunedMs < PRUNE_EVERY_MS) return
    prune.run(new Date(at.getTime() - KEEP_MS).toISOString())
    prunedMs = at.getTime()
  }

  const receive = db.transaction((key: string): boolean => {
    const at = now()
    pruneNowAndThen(at)
    return insert.run(key, at.toISOString()).changes === 1
  })
  return { receive: (key) => receive.immediate(key) }
}
