import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'

/** A journal as rows, for a look past the program. */
export interface JournalFile {
  /** All rows of a table in a fixed order, as text. */
  rowsOf(table: string): readonly string[]
  events(): readonly { readonly run: string; readonly type: string; readonly data: string }[]
  lettersDue(): number
  close(): void
}

const eventRow = z.object({ run: z.string(), type: z.string(), data: z.string() })
const countRow = z.object({ count: z.number() })

/** Opens a journal that nobody owns right now, such as a backup. */
export function openJournalFile(path: string): JournalFile {
  const db = new Database(path)
  return {
    rowsOf: (table) =>
      db
        .prepare(`SELECT * FROM ${table}`)
        .all()
        .map((row) => JSON.stringify(row))
        .sort(),
    events: () => z.array(eventRow).parse(db.prepare('SELECT run, type, data FROM events ORDER BY id').all()),
    lettersDue: () =>
      countRow.parse(
        db.prepare('SELECT count(*) AS count FROM letters WHERE version > sent_version AND refused IS NULL').get(),
      ).count,
    close: () => void db.close(),
  }
}

/** Reads a running bot's journal through a backup of it. */
export async function lookInto<Seen>(
  backUp: (path: string) => Promise<unknown>,
  look: (file: JournalFile) => Seen,
): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), 'drover-e2e-'))
  try {
    const path = join(folder, 'copy.sqlite')
    await backUp(path)
    const file = openJournalFile(path)
    const seen = look(file)
    file.close()
    return seen
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
