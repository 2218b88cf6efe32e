import type { Database } from 'better-sqlite3'
import type { Mailroom } from '../../model/mailroom.ts'

/** Remembers up to which event the letters of each run are put. */
export function createDrawn(db: Database): Pick<Mailroom, 'drawn' | 'isDrawn'> {
  const mark = db.prepare<[string, number]>(
    'INSERT INTO drawn (run, seq) VALUES (?, ?) ON CONFLICT (run) DO UPDATE SET seq = max(seq, excluded.seq)',
  )
  const reached = db.prepare<[string, number], { seq: number }>('SELECT seq FROM drawn WHERE run = ? AND seq >= ?')
  // Keys of a run's letters begin with its id and a slash; the character after the slash is the zero.
  const refused = db.prepare<[string, string], { key: string }>(
    `SELECT key FROM letters WHERE key > ? || '/' AND key < ? || '0' AND refused IS NOT NULL LIMIT 1`,
  )
  return {
    drawn: (run, seq) => void mark.run(run, seq),
    isDrawn: (run, seq) => reached.get(run, seq) !== undefined && refused.get(run, run) === undefined,
  }
}
