import Database from 'better-sqlite3'
import { UserError } from '../../model/user-error.ts'

/** The sentence for an operator whose database cannot be opened; the cause stays attached for the log. */
export function refuseToOpen(path: string, cause: unknown): never {
  if (cause instanceof UserError) throw cause
  throw new UserError(...sentenceFor(path, codeOf(cause)), { cause })
}

/** The database is there, but its content is not what was once written. */
export function refuseDamaged(path: string, finding: string, intact: string): never {
  throw new UserError(...damaged(path, finding, intact))
}

/** What to do with a database that cannot be used. */
export function restoreWords(path: string): string {
  return `Move ${path} and the files whose names begin with it to another folder and keep them; then bring back the newest backup: drover restore <file>.`
}

type Refusal = [code: string, sentence: string]

function damaged(path: string, finding: string, intact?: string): Refusal {
  return [
    'journal-damaged',
    `The database ${path} is damaged (${finding}).${intact ? ` ${intact}` : ''} Nothing was changed. ${restoreWords(path)}`,
  ]
}

function sentenceFor(path: string, code: string): Refusal {
  if (code.startsWith('SQLITE_BUSY'))
    return [
      'journal-in-use',
      `Another Drover has the database ${path} open, and one bot owns a journal. Stop the other one, or set DROVER_DATA to another folder for this one.`,
    ]
  if (code.startsWith('SQLITE_NOTADB'))
    return [
      'not-a-database',
      `${path} is not a database, so Drover leaves it alone. Move it away, restore a backup in its place, or set DROVER_DATA to another folder.`,
    ]
  if (code.startsWith('SQLITE_CORRUPT')) return damaged(path, code)
  return [
    'journal-unreachable',
    `The database ${path} cannot be opened for writing (${code}). Check that the folder exists, belongs to the user Drover runs as, and has space left.`,
  ]
}

function codeOf(cause: unknown): string {
  if (cause instanceof Database.SqliteError) return cause.code
  if (cause instanceof Error && 'code' in cause) return String(cause.code)
  throw cause
}
