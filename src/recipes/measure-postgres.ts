import { z } from 'zod'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { UserError } from '../model/user-error.ts'

const serverRow = z
  .object({
    version: z.coerce.number(),
    data_folder: z.string().nullable(),
    wal_bytes: z.coerce.number(),
    wal_level: z.string(),
    replication: z.boolean(),
    cluster_bytes: z.coerce.number(),
    databases: z.array(z.string()),
  })
  .transform(({ version, data_folder, wal_bytes, wal_level, cluster_bytes, ...rest }) => ({
    ...rest,
    major: Math.floor(version / 10_000),
    /** Only told to those who may read all settings. */
    dataFolder: data_folder ?? undefined,
    /** How much write-ahead log may lie about between two checkpoints. */
    walBytes: wal_bytes,
    walLevel: wal_level,
    /** All databases that the login may look into. */
    clusterBytes: cluster_bytes,
  }))

/** A Postgres server and what our login may do there. `databases` are those that people made. */
export type ServerMeasure = z.infer<typeof serverRow>

const databaseRow = z
  .object({
    size_bytes: z.coerce.number(),
    tables: z.coerce.number(),
    table_bytes: z.coerce.number(),
    index_bytes: z.coerce.number(),
    matviews: z.coerce.number(),
    matview_bytes: z.coerce.number(),
    biggest: z.string().nullable(),
    biggest_bytes: z.coerce.number(),
    biggest_pages: z.coerce.number(),
    large_objects: z.coerce.number(),
    subscriptions: z.coerce.number(),
    strangers: z.coerce.number(),
  })
  .transform((row) => ({
    sizeBytes: row.size_bytes,
    tables: row.tables,
    /** Rows and what is stored beside them, without indexes. */
    tableBytes: row.table_bytes,
    indexBytes: row.index_bytes,
    matviews: row.matviews,
    matviewBytes: row.matview_bytes,
    /** The biggest table, quoted where it has to be. */
    biggest: row.biggest ?? undefined,
    biggestBytes: row.biggest_bytes,
    biggestPages: row.biggest_pages,
    largeObjects: row.large_objects,
    subscriptions: row.subscriptions,
    /** Things in a schema drover that no copy of ours made. */
    strangers: row.strangers,
  }))

/** What a database holds. */
export type DatabaseMeasure = z.infer<typeof databaseRow>

/** The server behind a database. Throws a UserError when it does not let us in. */
export async function measureServer(tools: Tools, ref: DatabaseRef, timeoutMs: number): Promise<ServerMeasure> {
  const [row] = await tools.databases.query(ref, SERVER_SQL, { timeoutMs })
  return serverRow.parse(row)
}

/** Sizes and kinds of what is in a database; reads the catalog only. */
export async function measureDatabase(tools: Tools, ref: DatabaseRef, timeoutMs: number): Promise<DatabaseMeasure> {
  const [row] = await tools.databases.query(ref, DATABASE_SQL, { timeoutMs })
  return databaseRow.parse(row)
}

const SAMPLE_BYTES = 8e6
const SAMPLE_PAGES = 50

/** The share of a table in percent that makes a sample of some megabytes. */
export function samplePercent({ biggestBytes, biggestPages }: DatabaseMeasure): number {
  const share = Math.max(SAMPLE_BYTES / Math.max(1, biggestBytes), SAMPLE_PAGES / Math.max(1, biggestPages))
  return Math.min(100, Math.ceil(share * 1e6) / 1e4)
}

/**
 * How long all rows are as text, which is what a copy sends and a dump writes: jsonb lies packed on disk. Estimated from a
 * sample of the biggest table, taken on the server; only a number leaves it.
 */
export async function measureText(
  tools: Tools,
  ref: DatabaseRef,
  found: DatabaseMeasure,
  timeoutMs: number,
): Promise<number> {
  const { biggest, biggestBytes, tableBytes } = found
  if (biggest === undefined || biggestBytes === 0) return 0
  const percent = samplePercent(found)
  const sql = `select coalesce(sum(octet_length(t::text)), 0) as bytes from only ${biggest} as t tablesample system (${percent})`
  const [row] = await tools.databases.query(ref, sql, { timeoutMs })
  const { bytes } = z.object({ bytes: z.coerce.number() }).parse(row)
  if (bytes === 0 && percent < 100) throw new UserError('no-sample', `the sample of ${biggest} had no rows`)
  return Math.round((bytes * 100 * tableBytes) / (percent * biggestBytes))
}

const SERVER_SQL = `
  select current_setting('server_version_num')::int as version,
    (select setting from pg_settings where name = 'data_directory') as data_folder,
    pg_size_bytes(current_setting('max_wal_size')) as wal_bytes,
    current_setting('wal_level') as wal_level,
    rolsuper or rolreplication as replication,
    (select coalesce(sum(case when has_database_privilege(oid, 'connect') then pg_database_size(oid) end), 0) from pg_database) as cluster_bytes,
    array(select datname::text from pg_database where not datistemplate and datname <> 'postgres' order by 1) as databases
  from pg_roles where rolname = current_user`

const DATABASE_SQL = `
  with ours as (
    select c.oid, c.relkind, c.relpages, format('%I.%I', n.nspname, c.relname) as name, pg_table_size(c.oid) as bytes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and c.relpersistence <> 't'
      and n.nspname not in ('pg_catalog', 'information_schema', 'drover') and n.nspname !~ '^pg_(toast|temp)'
      and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')),
  biggest as (select * from ours where relkind = 'r' order by bytes desc, name limit 1)
  select pg_database_size(current_database()) as size_bytes,
    count(*) filter (where relkind = 'r') as tables,
    coalesce(sum(bytes) filter (where relkind = 'r'), 0) as table_bytes,
    coalesce(sum(pg_indexes_size(oid)) filter (where relkind = 'r'), 0) as index_bytes,
    count(*) filter (where relkind = 'm') as matviews,
    coalesce(sum(bytes + pg_indexes_size(oid)) filter (where relkind = 'm'), 0) as matview_bytes,
    (select name from biggest) as biggest,
    coalesce((select bytes from biggest), 0) as biggest_bytes,
    coalesce((select pg_relation_size(oid) / current_setting('block_size')::int from biggest), 0) as biggest_pages,
    (select count(*) from pg_largeobject_metadata) as large_objects,
    (select count(*) from pg_subscription where subdbid = (select oid from pg_database where datname = current_database())) as subscriptions,
    (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'drover' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and c.relname not in ('ledger', 'chunks', 'entries', 'matviews')) as strangers
  from ours`
