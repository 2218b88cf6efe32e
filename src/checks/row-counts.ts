import { z } from 'zod'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { LONG_MS } from './database-args.ts'
import { listTables } from './tables.ts'

/** Exact number of rows of every table, by its quoted name; as of a snapshot when one is given. */
export async function countRows(
  tools: Tools,
  database: DatabaseRef,
  snapshot?: string,
): Promise<Record<string, number>> {
  const tables = await listTables(tools, database, snapshot)
  const asked = tables.map(
    ({ table }) => `select '${table.replaceAll("'", "''")}' as table, count(*) as rows from only ${table}`,
  )
  if (asked.length === 0) return {}
  const options = { timeoutMs: LONG_MS, ...(snapshot === undefined ? {} : { snapshot }) }
  const rows = await tools.databases.query(database, asked.join(' union all '), options)
  return Object.fromEntries(rows.map((row) => countRow.parse(row)).map(({ table, rows: count }) => [table, count]))
}

const countRow = z.object({ table: z.string(), rows: z.coerce.number() })
