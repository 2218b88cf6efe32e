import type { Cluster } from './cluster.ts'
import type { CouchDatabase } from './couch-database.ts'
import type { CouchInstance } from './couch-instance.ts'
import { FUNCTIONS_SQL } from './schema/functions.ts'
import { MIGRATIONS_SQL } from './schema/migrations.ts'
import { TABLES_SQL } from './schema/tables.ts'
import { CONTACT_VIEWS_SQL, USE_VIEWS_SQL } from './schema/views.ts'
import { storedDocument } from './stored-document.ts'

/** What `loadDatabase` fills. */
export interface LoadOptions {
  cluster: Cluster
  database: string
  couch: CouchInstance
  /** `host:port` as COUCHDB_URL spells it: the start of the sources in couchdb_progress. */
  couchHost: string
}

// Control characters never occur in JSON text, so nothing needs escaping and each line is a document.
const COPY_FORMAT = `WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')`
const PIECE_BYTES = 1 << 18

/**
 * Creates the database with couch2pg's schema and the state it has after following CouchDB to its
 * newest change: documents, progress, populated matviews; everything belongs to couch2pg.
 */
export async function loadDatabase(options: LoadOptions): Promise<void> {
  const { cluster, database, couch } = options
  await cluster.psql('postgres', `CREATE DATABASE ${database} OWNER couch2pg;`)
  await cluster.psql(database, asOwner(TABLES_SQL, FUNCTIONS_SQL, MIGRATIONS_SQL, progressSql(options)))
  await Promise.all([
    copy(options, 'couchdb', [couch.medic, couch.sentinel]),
    copy(options, 'couchdb_users_meta', [couch.usersMeta]),
    copy(options, 'couchdb_medic_logs', [couch.logs]),
    copy(options, 'couchdb_medic_users', [couch.users]),
  ])
  await Promise.all([
    cluster.psql(database, asOwner(CONTACT_VIEWS_SQL)),
    cluster.psql(database, asOwner(USE_VIEWS_SQL)),
  ])
  await cluster.psql(database, 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO reporter; ANALYZE;')
}

function asOwner(...sql: string[]): string {
  return ['SET ROLE couch2pg;', ...sql].join('\n')
}

function progressSql({ couch, couchHost }: LoadOptions): string {
  const values = couch.all.map((db) => `('${db.sequence(db.lastSeq)}', '${couchHost}/${db.name}')`)
  return `INSERT INTO couchdb_progress (seq, source) VALUES ${values.join(', ')};`
}

async function copy(options: LoadOptions, table: string, databases: CouchDatabase[]): Promise<void> {
  await options.cluster.psql(options.database, copyInput(table, databases))
}

function* copyInput(table: string, databases: CouchDatabase[]): Generator<string> {
  yield `COPY ${table} (doc) FROM STDIN ${COPY_FORMAT};\n`
  let piece = ''
  for (const database of databases) {
    for (const document of database.documents()) {
      piece += `${storedDocument(document)}\n`
      if (piece.length < PIECE_BYTES) continue
      yield piece
      piece = ''
    }
  }
  yield `${piece}\\.\n`
}
