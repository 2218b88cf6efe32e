import type { Database } from 'better-sqlite3'
import type { Letter, Mailroom, Posted } from '../../model/mailroom.ts'
import { oneTransaction } from './one-transaction.ts'
import {
  type ContentRow,
  type DueRow,
  type LetterRow,
  readDue,
  readLetter,
  sameContent,
  writeLetter,
} from './stored-letter.ts'

const INSERT = `INSERT INTO letters (key, channel, thread_key, text, blocks, file, version, sent_version, place)
  VALUES (@key, @channel, @thread_key, @text, @blocks, @file, 1, 0, (SELECT coalesce(max(place), 0) + 1 FROM letters))`

/** A letter that was not due goes to the end of the queue; one that is still waiting keeps its place. */
const REPLACE = `UPDATE letters SET channel = @channel, thread_key = @thread_key, text = @text, blocks = @blocks,
  file = @file, version = version + 1, refused = NULL,
  place = CASE WHEN version > sent_version THEN place ELSE (SELECT max(place) + 1 FROM letters) END
  WHERE key = @key`

/** Letters as they should look, and how far their delivery is. */
export function createLetters(
  db: Database,
  now: () => Date,
): Omit<Mailroom, 'receive' | 'together' | 'drawn' | 'isDrawn'> {
  const insert = db.prepare(INSERT)
  const replace = db.prepare(REPLACE)
  const byKey = db.prepare<[string], LetterRow>('SELECT * FROM letters WHERE key = ?')
  const byMessage = db.prepare<[string, string], { key: string }>(
    'SELECT key FROM letters WHERE channel = ? AND ts = ?',
  )
  const due = db.prepare<[], DueRow>(
    `SELECT key, channel, thread_key, version, ts, tried_at, part_of, file IS NOT NULL AS has_file
     FROM letters WHERE version > sent_version AND refused IS NULL ORDER BY place`,
  )
  const trying = db.prepare<[string, string | null, string]>(
    'UPDATE letters SET tried_at = coalesce(tried_at, ?), part_of = ? WHERE key = ?',
  )
  const sent = db.prepare<[number, string, string]>(
    'UPDATE letters SET sent_version = max(sent_version, ?), ts = ? WHERE key = ?',
  )
  const refused = db.prepare<[string, string, number]>('UPDATE letters SET refused = ? WHERE key = ? AND version = ?')
  const lost = db.prepare<[string]>(
    `UPDATE letters SET ts = NULL, tried_at = NULL, part_of = NULL, sent_version = 0,
     place = (SELECT max(place) + 1 FROM letters) WHERE key = ?`,
  )

  function find(key: string): Posted | undefined {
    const row = byKey.get(key)
    return row && readLetter(row)
  }

  const putting = (isDue: (earlier: LetterRow, row: ContentRow) => boolean) =>
    oneTransaction(db, (letter: Letter) => {
      const earlier = byKey.get(letter.key)
      const row = writeLetter(letter)
      if (!earlier) insert.run(row)
      else if (isDue(earlier, row)) replace.run(row)
    })

  const trySending = oneTransaction(db, (key: string, parts: readonly string[] = []) => {
    const at = now().toISOString()
    trying.run(at, null, key)
    for (const part of parts) trying.run(at, key, part)
  })

  return {
    find,
    put: putting((earlier, row) => !sameContent(earlier, row)),
    putAgain: putting((earlier, row) => earlier.refused !== null || !sameContent(earlier, row)),
    putMissing: putting(({ refused: why }) => why !== null),
    keyOf: (channel, ts) => byMessage.get(channel, ts)?.key,
    due: () => due.all().map(readDue),
    trying: trySending,
    sent: (key, version, ts) => void sent.run(version, ts, key),
    refused: (key, version, why) => void refused.run(why, key, version),
    lost: (key) => void lost.run(key),
  }
}
