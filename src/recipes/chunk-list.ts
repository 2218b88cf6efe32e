import { z } from 'zod'
import { TABLES_SQL } from '../checks/tables.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'

/** A piece of a table by its place in the heap. `isLast` has no upper end. */
export interface Chunk {
  readonly id: number
  /** Always quoted: what is a plain word to an old server may be a key word to a new one. */
  readonly table: string
  /** Columns to copy, quoted; generated ones make themselves again. Empty for a table without any. */
  readonly columns: string
  /** The condition that an extension gives for rows of its own table that are not its own; mostly empty. */
  readonly condition: string
  /** Of the source's database. Rows cross the wire in it. */
  readonly encoding: string
  readonly firstPage: number
  readonly pages: number
  readonly isLast: boolean
  /** What it takes on the source's disk, TOAST included. */
  readonly bytes: number
}

/** Where the list of chunks lives: in the target, written once, since the source's tables may grow between two looks. */
export const CHUNKS_TABLE_SQL =
  'create table drover.chunks (id int primary key, relation text not null, columns text not null, condition text not null, encoding text not null, first_page bigint not null, pages bigint not null, is_last bool not null, bytes bigint not null);'

const MOST_BYTES = 64 * 1024 * 1024
const LEAST_BYTES = 1024 * 1024
const PIECES = 64

/** Rows of an extension's tables that came after it: https://www.postgresql.org/docs/current/extend-extensions.html */
const EXTENSION_TABLES_SQL = `
  select c.oid, config.condition from pg_extension e, unnest(e.extconfig, e.extcondition) config (oid, condition)
    join pg_class c on c.oid = config.oid where c.relkind = 'r'`

/** A server older than 12 knows of no generated columns. */
const COLUMNS = `(select string_agg(${quoted('a.attname')}, ', ' order by a.attnum) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and coalesce(to_jsonb(a) ->> 'attgenerated', '') = '')`

/**
 * Prints the statements that write the list, biggest table first. Pieces are 64 MB, or smaller in a small database, so
 * that a cut costs little and the streams end together. A server older than 14 cannot scan by ctid range: one piece a
 * table. Every row that the snapshot sees is in a page that is counted here, since the snapshot is older than the count.
 */
export const CHUNKS_SQL = `
  with heap as (
    select ${quoted('n.nspname')} || '.' || ${quoted('c.relname')} as name, t.condition,
      pg_relation_size(c.oid) / current_setting('block_size')::int as pages, pg_table_size(c.oid) as bytes, ${COLUMNS} as columns
    from (select oid, '' as condition from (${TABLES_SQL}) own union all ${EXTENSION_TABLES_SQL}) t
      join pg_class c on c.oid = t.oid join pg_namespace n on n.oid = c.relnamespace),
  goal as (select greatest(${LEAST_BYTES}, least(${MOST_BYTES}, sum(bytes) / ${PIECES})) as bytes from heap),
  sized as (
    select heap.*, case when current_setting('server_version_num')::int >= 140000 and condition = '' then greatest(1, ceil(pages / greatest(1, ceil(heap.bytes / goal.bytes)))) else pages end::bigint as step
    from heap, goal where pages > 0)
  select format('insert into drover.chunks values (%s, %L, %L, %L, %L, %s, %s, %L, %s);', row_number() over (order by bytes desc, name, first_page),
    name, coalesce(columns, ''), condition, getdatabaseencoding(), first_page, step, first_page + step >= pages, (bytes * least(step, pages - first_page) / pages)::bigint)
  from sized, generate_series(0, pages - 1, step) first_page order by bytes desc, name, first_page`

function quoted(name: string): string {
  return `('"' || replace(${name}, '"', '""') || '"')`
}

const chunkRow = z
  .object({
    id: z.number(),
    relation: z.string(),
    columns: z.string(),
    condition: z.string(),
    encoding: z.string(),
    first_page: z.coerce.number(),
    pages: z.coerce.number(),
    is_last: z.boolean(),
    bytes: z.coerce.number(),
  })
  .transform(
    ({ relation, first_page, is_last, ...rest }): Chunk => ({
      ...rest,
      table: relation,
      firstPage: first_page,
      isLast: is_last,
    }),
  )

/** Every chunk of every table, biggest table first. */
export async function readChunks(tools: Tools, target: DatabaseRef): Promise<readonly Chunk[]> {
  const rows = await tools.databases.query(target, 'select * from drover.chunks order by id')
  return rows.map((row) => chunkRow.parse(row))
}
