import { z } from 'zod'
import { TABLES_SQL } from '../checks/tables.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'

const estimateRow = z.object({ rows: z.coerce.number(), uncounted: z.array(z.string()) })

/**
 * About how many rows all tables hold: what Postgres found when it last looked, brought to the size that each table has
 * now. Tables at which it never looked are counted. Throws a UserError when the database does not answer in time.
 */
export async function measureRows(tools: Tools, database: DatabaseRef, timeoutMs: number): Promise<number> {
  const [row] = await tools.databases.query(database, ESTIMATE_SQL, { timeoutMs })
  const { rows, uncounted } = estimateRow.parse(row)
  if (uncounted.length === 0) return Math.round(rows)
  const counts = uncounted.map((table) => `(select count(*) from only ${table})`)
  const [counted] = await tools.databases.query(database, `select ${counts.join(' + ')} as rows`, { timeoutMs })
  return Math.round(rows) + z.object({ rows: z.coerce.number() }).parse(counted).rows
}

const ESTIMATE_SQL = `
  with sized as (
    select t.table, c.reltuples, c.relpages, pg_relation_size(t.oid) / current_setting('block_size')::int as pages
    from (${TABLES_SQL}) t join pg_class c on c.oid = t.oid)
  select coalesce(sum(reltuples / relpages * pages) filter (where relpages > 0 and reltuples >= 0), 0)::float8 as rows,
    coalesce(array_agg("table" order by "table") filter (where pages > 0 and (relpages = 0 or reltuples < 0)), '{}') as uncounted
  from sized`
