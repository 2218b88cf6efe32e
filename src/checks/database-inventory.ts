import { z } from 'zod'
import { formatBytes } from '../model/amount.ts'
import type { Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { databaseArgs, showDatabase } from './database-args.ts'
import { listTables } from './tables.ts'

const list = z.array(z.string())
const inventoryRow = z.object({
  size_bytes: z.coerce.number(),
  matviews: list,
  extensions: list,
  owners: list,
  grantees: list,
  unindexed_matviews: list,
  large_objects: z.coerce.number(),
  foreign_tables: z.coerce.number(),
  publications: z.coerce.number(),
  encoding: z.string(),
  collation: z.string(),
})

type Inventory = z.infer<typeof inventoryRow> & { readonly tables: readonly { table: string; totalBytes: number }[] }

/** What a database holds, and what of it would not arrive cleanly elsewhere. */
export const databaseInventory = defineCheck({
  name: 'database-inventory',
  version: 1,
  args: z.object({ on: databaseArgs }),
  title: ({ on }) => `Take stock of ${'output' in on ? 'the database' : showDatabase(on)}`,
  measure: ({ on }, tools) => takeStock(tools, on),
  judge: (found, { on }): Verdict => judgeInventory(found, on),
})

/** Large objects and foreign tables stop the streaming copy; the rest is listed for people. */
export function judgeInventory(found: Inventory, on: DatabaseRef): Verdict {
  const table = {
    rows: [
      ['Table', 'Size'],
      ...[...found.tables]
        .sort((a, b) => b.totalBytes - a.totalBytes)
        .map(({ table, totalBytes }) => [table, formatBytes(totalBytes)]),
    ],
  }
  const { size_bytes: sizeBytes, matviews, extensions, owners, grantees, encoding, collation } = found
  const values = {
    size: sizeBytes,
    tables: found.tables.length,
    matviews: matviews.length,
    largeObjects: found.large_objects,
    foreignTables: found.foreign_tables,
  }
  const outputs = {
    sizeBytes,
    biggestTableBytes: Math.max(0, ...found.tables.map(({ totalBytes }) => totalBytes)),
    matviews: matviews.join(' '),
    extensions,
    roles: [...new Set([...owners, ...grantees])],
    encoding,
    collation,
  }
  const base = { values, tolerance: { size: { percent: 10 } }, table, outputs }
  const blocked = blockers(found)
  const what = `${showDatabase(on)} is ${formatBytes(sizeBytes)}: ${found.tables.length} tables, ${matviews.length} materialized views.`
  if (blocked.length > 0)
    return {
      ...base,
      outcome: 'fail',
      summary: `${what} It also holds ${blocked.join(' and ')}, which the copy cannot carry.`,
      advice: 'Nothing was changed. Start with method=dump, which carries them.',
    }
  const loose = found.unindexed_matviews
  if (loose.length > 0)
    return {
      ...base,
      outcome: 'warn',
      summary: `${what} ${loose.join(', ')} has no unique index, so couch2pg cannot refresh it.`,
    }
  return { ...base, outcome: 'pass', summary: what }
}

function blockers(found: Inventory): readonly string[] {
  return [
    ...(found.large_objects > 0 ? [plural(found.large_objects, 'large object')] : []),
    ...(found.foreign_tables > 0 ? [plural(found.foreign_tables, 'foreign table')] : []),
    ...(found.publications > 0 ? [plural(found.publications, 'publication')] : []),
  ]
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

async function takeStock(tools: Tools, on: DatabaseRef): Promise<Inventory> {
  const [row] = await tools.databases.query(on, INVENTORY_SQL)
  return { ...inventoryRow.parse(row), tables: await listTables(tools, on) }
}

const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'drover') and n.nspname !~ '^pg_'`

const INVENTORY_SQL = `
  select pg_database_size(current_database()) as size_bytes,
    array(select format('%I.%I', schemaname, matviewname) from pg_matviews where ispopulated order by 1)::text[] as matviews,
    array(select extname::text from pg_extension where extname <> 'plpgsql' order by 1) as extensions,
    array(select distinct pg_get_userbyid(c.relowner)::text from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS} order by 1) as owners,
    array(select distinct pg_get_userbyid(a.grantee)::text from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
      where ${OURS} and a.grantee <> 0 order by 1) as grantees,
    array(select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'm' and ${OURS} and not exists (select 1 from pg_index i where i.indrelid = c.oid and i.indisunique and i.indpred is null)
      order by 1)::text[] as unindexed_matviews,
    (select count(*) from pg_largeobject_metadata) as large_objects,
    (select count(*) from pg_class where relkind = 'f') as foreign_tables,
    (select count(*) from pg_publication) as publications,
    pg_encoding_to_char(encoding) as encoding, datcollate as collation
  from pg_database where datname = current_database()`
