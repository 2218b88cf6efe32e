import type { Database } from 'better-sqlite3'
import type { Mailroom } from '../../model/mailroom.ts'
import { refuseFull } from './full.ts'
import { createGroupCommit } from './group-commit.ts'

/** Slack repeats a delivery for an hour at most (https://docs.slack.dev/apis/events-api/#retries); a week is ample. */
const KEEP_MS = 7 * 24 * 3_600_000
const PRUNE_EVERY_MS = 3_600_000
/** A row takes some ten microseconds. */
const MOST_AT_ONCE = 100

/** What was delivered, and a way to have it written before the database closes. */
export interface Inbox extends Pick<Mailroom, 'receive'> {
  flush(): void
}

/** Remembers what was delivered, for a week. Deliveries that come together are written together. */
export function createInbox(db: Database, now: () => Date): Inbox {
  const group = createGroupCommit(db, { mostAtOnce: MOST_AT_ONCE })
  const insert = db.prepare<[string, string]>('INSERT OR IGNORE INTO inbox (key, at) VALUES (?, ?)')
  const prune = db.prepare<[string]>('DELETE FROM inbox WHERE at < ?')
  let prunedMs = Number.NEGATIVE_INFINITY

  function pruneNowAndThen(at: Date): void {
    if (at.getTime() - prunedMs < PRUNE_EVERY_MS) return
    prune.run(new Date(at.getTime() - KEEP_MS).toISOString())
    prunedMs = at.getTime()
  }

  function receive(key: string): boolean {
    const at = now()
    pruneNowAndThen(at)
    return insert.run(key, at.toISOString()).changes === 1
  }
  return { receive: (key) => group.add(() => receive(key)).catch(refuseFull), flush: group.flush }
}
