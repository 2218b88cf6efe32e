import type { Database } from 'better-sqlite3'

/** Scraps of text by run and key; the last one put wins. */
export interface Notes {
  put(run: string, key: string, text: string): void
  find(run: string, key: string): string | undefined
}

/** The notes of a database. They are no projection: a rebuild leaves them alone. */
export function createNotes(db: Database): Notes {
  const upsert = db.prepare<[string, string, string]>(
    'INSERT INTO notes (run, key, text) VALUES (?, ?, ?) ON CONFLICT (run, key) DO UPDATE SET text = excluded.text',
  )
  const select = db.prepare<[string, string], { text: string }>('SELECT text FROM notes WHERE run = ? AND key = ?')
  return {
    put: (run, key, text) => void upsert.run(run, key, text),
    find: (run, key) => select.get(run, key)?.text,
  }
}
