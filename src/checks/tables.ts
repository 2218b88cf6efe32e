import { z } from 'zod'
import type { DatabaseRef, Tools } from '../model/ports.ts'

/** A table's name as SQL wants it, quoted where it has to be. */
export interface TableSize {
  readonly table: string
  readonly totalBytes: number
}

const row = z.object({ table: z.string(), total_bytes: z.coerce.number() })

/** Ordinary tables with data of their own (leaf partitions among them), extensions' tables left out, by name. */
export async function listTables(
  tools: Tools,
  database: DatabaseRef,
  snapshot?: string,
): Promise<readonly TableSize[]> {
  const rows = await tools.databases.query(database, LIST_SQL, snapshot === undefined ? {} : { snapshot })
  return rows.map((one) => row.parse(one)).map(({ table, total_bytes }) => ({ table, totalBytes: total_bytes }))
}

/** Those tables: `oid`, and `table` as SQL wants its name. */
export const TABLES_SQL = `
  select c.oid, format('%I.%I', n.nspname, c.relname) as table
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relpersistence <> 't'
    and n.nspname not in ('pg_catalog', 'information_schema', 'drover') and n.nspname !~ '^pg_(toast|temp)'
    and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`

const LIST_SQL = `select t.table, pg_total_relation_size(t.oid) as total_bytes from (${TABLES_SQL}) t order by 1`
