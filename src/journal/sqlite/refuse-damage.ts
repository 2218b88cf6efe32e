import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { refuse } from '../../model/user-error.ts'
import type { Head } from './event-log.ts'
import { intactWords } from './intact.ts'
import { refuseDamaged, restoreWords } from './refuse-to-open.ts'
import { witnessed } from './witness.ts'

/**
 * Throws a UserError when a database is not what was once written: a page is damaged, or its history is shorter than it
 * was. Only reads: an owner would write what is left of a damaged log into the database, and the damage could not be
 * looked into any more.
 */
export function refuseDamage(path: string): void {
  const noted = witnessed(path)
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found && noted && noted.events > 0) refuseGone(path, noted)
  if (!found?.isFile()) return
  const db = new Database(path, { readonly: true, timeout: 0 })
  try {
    const finding = findingOf(db)
    if (finding !== 'ok') refuseDamaged(path, finding, intactWords(db))
    if (noted && noted.events > 0 && hashAt(db, noted.events) !== noted.head) refuseShort(db, path, noted)
  } finally {
    db.close()
  }
}

function findingOf(db: Database.Database): string {
  try {
    return String(db.pragma('integrity_check(1)', { simple: true }))
  } catch (cause) {
    if (cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_CORRUPT')) return cause.code
    throw cause
  }
}

/** Undefined when there is no such event. */
function hashAt(db: Database.Database, id: number): string | undefined {
  const isMade = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'events'").get() !== undefined
  return isMade
    ? db.prepare<[number], { hash: string }>('SELECT hash FROM events WHERE id = ?').get(id)?.hash
    : undefined
}

function refuseShort(db: Database.Database, path: string, { events, head }: Head): never {
  refuse(
    'history-lost',
    `Drover had written ${events} events to ${path} (head ${head.slice(0, 12)}), and the newest of them are not there any more. ${intactWords(db)} Nothing was changed. ${restoreWords(path)}`,
  )
}

function refuseGone(path: string, { events }: Head): never {
  refuse('history-lost', `Drover had written ${events} events to ${path}, and the file is gone. ${restoreWords(path)}`)
}
