import type { Database } from 'better-sqlite3'
import type { Mailroom } from '../../model/mailroom.ts'
import { createDrawn } from './drawn.ts'
import { createInbox } from './inbox.ts'
import { createLetters } from './letters.ts'
import { oneTransaction } from './one-transaction.ts'

/** A mailroom, and a way to have what came written before the database closes. */
export interface SqliteMailroom extends Mailroom {
  flush(): void
}

/** The mailroom of a database; each method is one transaction, or part of the one it is called in. */
export function createMailroom(db: Database, now: () => Date): SqliteMailroom {
  const together = oneTransaction(db, (work: () => void) => work())
  return { ...createInbox(db, now), ...createLetters(db, now), ...createDrawn(db), together }
}
