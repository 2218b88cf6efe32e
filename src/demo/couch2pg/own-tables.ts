import type { Pool } from 'pg'
import { FUNCTIONS_SQL } from '../schema/functions.ts'
import { COUCH2PG_CHANGES, MIGRATIONS_SQL, type SchemaChange } from '../schema/migrations.ts'
import { TABLES_SQL } from '../schema/tables.ts'
import { CONTACT_VIEWS_SQL, USE_VIEWS_SQL } from '../schema/views.ts'
import type { Log } from './log.ts'

/**
 * Creates couch2pg's tables in an empty database; in any other it only checks that they are its own and
 * were made by the same version.
 */
export async function prepareTables(pool: Pool, log: Log): Promise<void> {
  const exists = await pool.query("SELECT FROM pg_tables WHERE tablename = 'couch2pg_migrations'")
  const newest = COUCH2PG_CHANGES.at(-1)?.version
  const isNew = exists.rowCount === 0
  if (isNew) log.schema('table couch2pg_migrations does not exist - creating it.')
  // Needs ownership, as the real one does: this is where tables restored for another role are found out.
  else await pool.query('ALTER TABLE couch2pg_migrations ADD COLUMN IF NOT EXISTS md5 text')
  log.schema(`version of database is: ${isNew ? 0 : newest}`)
  log.schema(`migrating up to ${newest}`)
  if (isNew) await createTables(pool, log)
  else await checkTables(pool, log)
}

/** Compares what a table of schema changes records with what this version would have done. */
export async function verifyChecksums(pool: Pool, table: string, changes: readonly SchemaChange[]): Promise<void> {
  const { rows } = await pool.query<SchemaChange>(`SELECT version::float8, name, md5 FROM ${table}`)
  for (const { version, md5 } of changes) {
    const recorded = rows.find((row) => row.version === version)
    if (recorded?.md5 !== md5) throw new Error(`MD5 checksum failed for migration [${version}]`)
  }
}

async function createTables(pool: Pool, log: Log): Promise<void> {
  for (const change of COUCH2PG_CHANGES) log.schema(`running ${fileName(change)}`)
  const everything = [TABLES_SQL, FUNCTIONS_SQL, CONTACT_VIEWS_SQL, USE_VIEWS_SQL, MIGRATIONS_SQL]
  await pool.query(['BEGIN;', ...everything, 'COMMIT;'].join('\n'))
}

async function checkTables(pool: Pool, log: Log): Promise<void> {
  for (const change of COUCH2PG_CHANGES) log.schema(`verifying checksum of migration ${fileName(change)}`)
  await verifyChecksums(pool, 'couch2pg_migrations', COUCH2PG_CHANGES)
}

function fileName({ version, name }: SchemaChange): string {
  return `${version}.do.${name}.sql`
}
