import { z } from 'zod'
import { LONG_MS } from '../checks/database-args.ts'
import { BUCKETS } from '../checks/row-hashes-sql.ts'
import { hashOf, NOTHING, type Sum, sumRow } from '../checks/row-hashes-sum.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'

const bucketRow = z.object({ bucket: z.coerce.number() })

/** The sums of one side's buckets. */
export async function sumsByBucket(
  tools: Tools,
  database: DatabaseRef,
  sql: string,
  snapshot?: string,
): Promise<ReadonlyMap<number, Sum>> {
  const options = { timeoutMs: LONG_MS, searchPath: 'pg_catalog', ...(snapshot !== undefined && { snapshot }) }
  const rows = await tools.databases.query(database, sql, options)
  return new Map(rows.map((row) => [bucketRow.parse(row).bucket, sumRow.parse(row)]))
}

/** Buckets whose rows differ. */
export function differentBuckets(there: ReadonlyMap<number, Sum>, here: ReadonlyMap<number, Sum>): readonly number[] {
  const sum = (side: ReadonlyMap<number, Sum>, bucket: number) => side.get(bucket) ?? NOTHING
  return Array.from({ length: BUCKETS }, (_, bucket) => bucket).filter((bucket) => {
    const [a, b] = [sum(there, bucket), sum(here, bucket)]
    return a.rows !== b.rows || hashOf(a) !== hashOf(b)
  })
}

/** As many from the front as stay under a limit together, but one at least. */
export function within<Item>(limit: number, items: readonly Item[], weightOf: (item: Item) => number): readonly Item[] {
  let weight = 0
  return items.filter((item, index) => {
    weight += weightOf(item)
    return index === 0 || weight <= limit
  })
}
