import type { Pool } from 'pg'
import type { CouchDocument } from '../documents/words.ts'
import { storedDocument } from '../stored-document.ts'

/** The sequence to go on from; a source that was never seen gets a row with 0. */
export async function readProgress(pool: Pool, source: string): Promise<string> {
  const { rows } = await pool.query<{ seq: string }>('SELECT seq FROM couchdb_progress WHERE source = $1', [source])
  const [row] = rows
  if (row) return row.seq
  await pool.query("INSERT INTO couchdb_progress (seq, source) VALUES ('0', $1)", [source])
  return '0'
}

/** Remembers that everything up to `seq` is stored. */
export async function writeProgress(pool: Pool, source: string, seq: string): Promise<void> {
  await pool.query('UPDATE couchdb_progress SET seq = $1 WHERE source = $2', [seq, source])
}

/** Removes the documents with these ids. */
export async function clearDocuments(pool: Pool, table: string, ids: string[]): Promise<void> {
  await pool.query(`DELETE FROM ${table} WHERE doc ->> '_id' = ANY ($1)`, [ids])
}

/** Inserts documents. */
export async function insertDocuments(pool: Pool, table: string, documents: CouchDocument[]): Promise<void> {
  const texts = documents.map(storedDocument)
  await pool.query(`INSERT INTO ${table} (doc) SELECT value::jsonb FROM unnest($1::text[]) value`, [texts])
}

/** Refreshes all materialized views; the result is printed as couch2pg prints it. */
export async function refreshViews(pool: Pool): Promise<{ refresh_matviews: number }> {
  const { rows } = await pool.query<{ refresh_matviews: number }>('SELECT refresh_matviews()')
  const [row] = rows
  if (!row) throw new Error('refresh_matviews() gave no row.')
  return row
}
