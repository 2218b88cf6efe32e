import type { Database } from 'better-sqlite3'
import type { Mailroom } from '../../model/mailroom.ts'
import { createInbox } from './inbox.ts'
import { createLetters } from './letters.ts'

/** The mailroom of a database; each method is one transaction. */
export function createMailroom(db: Database, now: () => Date): Mailroom {
  return { ...createInbox(db, now), ...createLetters(db, now) }
}
