import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { refuseDamage } from './refuse-damage.ts'
import { refuseToOpen } from './refuse-to-open.ts'
import { applySchema } from './schema.ts'

/**
 * The database at a path, created when it is missing (folder 0700, file 0600), owned by this process until it closes or
 * dies, and at the newest schema. Throws a UserError when another process owns it, when it is damaged, or when it is not ours.
 */
export function openDatabase(path: string): Database.Database {
  let db: Database.Database | undefined
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    refuseDamage(path)
    db = new Database(path, { timeout: 0 })
    chmodSync(path, 0o600)
    own(db)
    applySchema(db, path)
    return db
  } catch (cause) {
    db?.close()
    return refuseToOpen(path, cause)
  }
}

/** The lock has to be asked for before WAL: then it needs no shared memory, and a killed owner leaves nothing behind. */
function own(db: Database.Database): void {
  db.pragma('locking_mode = EXCLUSIVE')
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.exec('BEGIN EXCLUSIVE; COMMIT')
}
