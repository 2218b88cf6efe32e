import { z } from 'zod'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { TABLES_SQL } from './tables.ts'

const tableRow = z.object({
  table: z.string(),
  total_bytes: z.coerce.number(),
  pages: z.coerce.number(),
  columns: z.array(z.object({ name: z.string(), document: z.boolean() })),
  key: z.string().nullable(),
})
const serverRow = z.object({ major: z.coerce.number(), encoding: z.string().nullable() })

/** What has to be known of a table to hash it the same way on another server. */
export interface Shape {
  /** Quoted where SQL wants it. */
  readonly table: string
  readonly totalBytes: number
  readonly pages: number
  /** By name, so that two servers agree whatever the order in which columns were added and dropped. */
  readonly columns: readonly { readonly name: string; readonly document: boolean }[]
  /** SQL of the primary key, or of another unique index over all rows: what tells one row from the others. */
  readonly key?: string | undefined
}

/** A server's major version, and the encoding of one of its databases; without one when that is not there. */
export interface Server {
  readonly major: number
  readonly encoding?: string | undefined
}

/** Every ordinary table with its columns and key, as of a snapshot when one is given. */
export async function shapesOf(tools: Tools, database: DatabaseRef, snapshot?: string): Promise<readonly Shape[]> {
  const options = { searchPath: 'pg_catalog', ...(snapshot !== undefined && { snapshot }) }
  const rows = await tools.databases.query(database, SHAPES_SQL, options)
  return rows
    .map((row) => tableRow.parse(row))
    .map(({ total_bytes: totalBytes, key, ...shape }) => ({ ...shape, totalBytes, ...(key !== null && { key }) }))
}

/** Asks the server's own database `postgres`, since the named one may not be there yet. */
export async function serverOf(tools: Tools, database: DatabaseRef): Promise<Server> {
  const name = `'${database.database.replaceAll("'", "''")}'`
  const sql = `select current_setting('server_version_num')::int / 10000 as major,
    (select pg_encoding_to_char(encoding) from pg_database where datname = ${name}) as encoding`
  const [row] = await tools.databases.query({ ...database, database: 'postgres' }, sql)
  const { major, encoding } = serverRow.parse(row)
  return { major, ...(encoding !== null && { encoding }) }
}

/** A key of several columns is one value: a row of them. Partial indexes do not tell all rows apart. */
const KEY_SQL = `
  select case when i.indnkeyatts = 1 then format('(%s)', pg_get_indexdef(i.indexrelid, 1, false))
    else (select format('row(%s)', string_agg(pg_get_indexdef(i.indexrelid, k, false), ', ' order by k)) from generate_series(1, i.indnkeyatts) k) end
  from pg_index i join pg_class x on x.oid = i.indexrelid
  where i.indrelid = c.oid and i.indisunique and i.indpred is null
  order by i.indisprimary desc, i.indexprs is not null, x.relname limit 1`

const COLUMNS_SQL = `
  select coalesce(json_agg(json_build_object('name', a.attname, 'document', a.atttypid in ('json'::regtype, 'jsonb'::regtype, 'xml'::regtype, 'bytea'::regtype)) order by a.attname), '[]'::json)
  from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped`

const SHAPES_SQL = `
  select c.table, pg_total_relation_size(c.oid) as total_bytes,
    pg_relation_size(c.oid) / current_setting('block_size')::int as pages, (${COLUMNS_SQL}) as columns, (${KEY_SQL}) as key
  from (${TABLES_SQL}) c order by 1`
