import { readdirSync, readFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { UserError } from '../../model/user-error.ts'
import { placeOf } from '../../program.ts'

/** "Drov" in ASCII, in the header of every database of ours: https://www.sqlite.org/pragma.html#pragma_application_id */
const APPLICATION_ID = 0x44726f76

interface SchemaFile {
  readonly number: number
  readonly sql: string
}

/**
 * Brings a database to the newest schema, one file and one transaction at a time; the number of the last file is kept as
 * `user_version`. Throws a UserError when the database is newer than this program, or belongs to another one.
 */
export function applySchema(db: Database, path: string): void {
  const files = schemaFiles()
  const known = files.at(-1)?.number ?? 0
  const current = Number(db.pragma('user_version', { simple: true }))
  refuseForeign(db, path)
  if (current > known)
    throw new UserError(
      'database-from-the-future',
      `This database is at schema ${current} and this Drover knows up to ${known}. Start the newer Drover; starting this one is not safe.`,
    )
  for (const file of files.filter(({ number }) => number > current)) applyFile(db, file)
}

function applyFile(db: Database, { number, sql }: SchemaFile): void {
  db.transaction(() => {
    db.exec(sql)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${number}`)
  }).immediate()
}

function refuseForeign(db: Database, path: string): void {
  const ours = Number(db.pragma('application_id', { simple: true })) === APPLICATION_ID
  const tables = db.prepare<[], { count: number }>('SELECT count(*) AS count FROM sqlite_schema').get()
  if (ours || tables?.count === 0) return
  throw new UserError(
    'not-our-database',
    `${path} is a database of another program, so Drover leaves it alone. Move it away, or set DROVER_DATA to another folder.`,
  )
}

function schemaFiles(): readonly SchemaFile[] {
  const folder = placeOf('src/journal/sqlite/schema/')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ number: Number.parseInt(name, 10), sql: readFileSync(new URL(name, folder), 'utf8') }))
}
