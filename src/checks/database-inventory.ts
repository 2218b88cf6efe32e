import { z } from 'zod'
import { formatBytes } from '../model/amount.ts'
import type { Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { databaseArgs, showDatabase } from './database-args.ts'
import { INVENTORY_SQL } from './database-inventory-sql.ts'
import { listTables } from './tables.ts'

const list = z.array(z.string())
const inventoryRow = z.object({
  size_bytes: z.coerce.number(),
  matviews: list,
  view_bytes: z.coerce.number(),
  extensions: list,
  roles: list,
  unindexed_matviews: list,
  large_objects: z.coerce.number(),
  subscriptions: z.coerce.number(),
  /** Things in a schema drover that no copy of ours made. */
  strangers: z.coerce.number(),
  foreign_tables: list,
  publications: list,
  tablespaces: list,
  invalid_indexes: list,
  encoding: z.string(),
  collation: z.string(),
  create_options: z.string(),
})

type Inventory = z.infer<typeof inventoryRow> & { readonly tables: readonly { table: string; totalBytes: number }[] }

/** What a database holds, and what of it would not arrive cleanly elsewhere. */
export const databaseInventory = defineCheck({
  name: 'database-inventory',
  version: 1,
  args: z.object({
    on: databaseArgs,
    /** What the copy carries: rows by streams, or everything that pg_dump does. */
    carries: z.enum(['rows', 'archive', 'files']).optional(),
  }),
  title: ({ on }) => `Take stock of ${'output' in on ? 'the database' : showDatabase(on)}`,
  measure: ({ on }, tools) => takeStock(tools, on),
  judge: (found, { on, carries = 'rows' }): Verdict => judgeInventory(found, on, carries),
})

/** How the database travels: by rows, as pg_dump's archive, or as files of the whole cluster. */
type Carrier = 'rows' | 'archive' | 'files'

/** What no copy by rows can carry stops here, before anything is written; what arrives otherwise than people may expect is said. */
export function judgeInventory(found: Inventory, on: DatabaseRef, carries: Carrier = 'rows'): Verdict {
  const table = {
    rows: [
      ['Table', 'Size'],
      ...[...found.tables]
        .sort((a, b) => b.totalBytes - a.totalBytes)
        .map(({ table, totalBytes }) => [table, formatBytes(totalBytes)]),
    ],
  }
  const { size_bytes: sizeBytes, matviews, extensions, roles, encoding, collation } = found
  const values = {
    size: sizeBytes,
    tables: found.tables.length,
    matviews: matviews.length,
    largeObjects: found.large_objects,
    foreignTables: found.foreign_tables.length,
  }
  const outputs = {
    sizeBytes,
    viewBytes: found.view_bytes,
    biggestTableBytes: Math.max(0, ...found.tables.map(({ totalBytes }) => totalBytes)),
    matviews: JSON.stringify(matviews),
    extensions,
    roles,
    encoding,
    collation,
    createOptions: found.create_options,
  }
  const base = { values, tolerance: { size: { percent: 10 } }, table, outputs }
  const blocked = blockers(found, carries)
  const what = `${showDatabase(on)} is ${formatBytes(sizeBytes)}: ${found.tables.length} tables, ${matviews.length} materialized views.`
  if (blocked.length > 0)
    return {
      ...base,
      outcome: 'fail',
      summary: `${what} It also holds ${blocked.map(({ held }) => held).join(' and ')}, which the copy cannot carry.`,
      advice: ['Nothing was changed.', ...blocked.map(({ wayOut }) => wayOut)].join(' '),
    }
  const said = remarks(found, carries)
  return { ...base, outcome: said.length > 0 ? 'warn' : 'pass', summary: [what, ...said].join(' ') }
}

/** What stands in the way of a carrier, and what to do about it. */
function blockers(found: Inventory, carries: Carrier): readonly { readonly held: string; readonly wayOut: string }[] {
  const { large_objects: objects, subscriptions, strangers } = found
  const all = [
    {
      ...{ count: objects, held: plural(objects, 'large object'), stops: ['rows'] },
      wayOut: 'Start with method=dump, which carries large objects.',
    },
    {
      ...{ count: subscriptions, held: plural(subscriptions, 'subscription'), stops: ['rows'] },
      wayOut: 'Drop the subscription, or start with method=dump, which leaves it behind.',
    },
    {
      ...{
        count: strangers,
        held: `${plural(strangers, 'thing')} in a schema named drover`,
        stops: ['rows', 'archive'],
      },
      wayOut: 'Rename the schema drover on the source, which is where the copy keeps its marks.',
    },
  ]
  return all.filter(({ count, stops }) => count > 0 && stops.includes(carries))
}

function remarks(found: Inventory, carries: Carrier): readonly string[] {
  const about = (names: readonly string[], one: string, many: string) =>
    names.length === 0 ? [] : [`${names.join(', ')} ${names.length === 1 ? one : many}.`]
  const left = carries === 'archive' && found.subscriptions > 0
  return [
    ...(left
      ? [`${plural(found.subscriptions, 'subscription')} will stay behind: make it anew on the new server.`]
      : []),
    ...about(
      found.unindexed_matviews,
      'has no unique index, so couch2pg cannot refresh it',
      'have no unique index, so couch2pg cannot refresh them',
    ),
    ...about(
      found.invalid_indexes,
      'is an invalid index and stays behind: its CREATE INDEX CONCURRENTLY failed',
      'are invalid indexes and stay behind: their CREATE INDEX CONCURRENTLY failed',
    ),
    ...about(
      found.foreign_tables,
      'is a foreign table: only its definition moves, so the new server has to reach where its rows are',
      'are foreign tables: only their definitions move, so the new server has to reach where their rows are',
    ),
    ...about(
      found.publications,
      'is a publication: it comes along, and whoever subscribed goes on reading the source',
      'are publications: they come along, and whoever subscribed goes on reading the source',
    ),
    ...about(
      found.tablespaces,
      'is a tablespace: what is in it comes into the default one',
      'are tablespaces: what is in them comes into the default one',
    ),
  ]
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

async function takeStock(tools: Tools, on: DatabaseRef): Promise<Inventory> {
  const [row] = await tools.databases.query(on, INVENTORY_SQL)
  return { ...inventoryRow.parse(row), tables: await listTables(tools, on) }
}
