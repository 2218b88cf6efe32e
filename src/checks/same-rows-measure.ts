import type { DatabaseRef, Tools } from '../model/ports.ts'
import { countTables, OLDEST_RANGES } from './row-hashes.ts'
import { hashTables } from './row-hashes-measure.ts'
import { serverOf, shapesOf } from './row-hashes-shape.ts'
import type { Proof, TableHashes } from './row-hashes-table.ts'
import { hashingOn } from './row-hashes-way.ts'

/**
 * Measures tables in the ways their expectation was measured; one without expectation is measured all the same, to be
 * named. With `only`, no other tables. The database should be quiet: pieces of a big table are read one after the other.
 */
export async function hashLike(
  tools: Tools,
  database: DatabaseRef,
  expected: TableHashes,
  proof: Proof,
  { streams, only }: { readonly streams: number; readonly only?: readonly string[] },
): Promise<TableHashes> {
  const wanted = ({ table }: { table: string }) => only?.includes(table) ?? true
  if (proof === 'count') {
    const counted = Object.entries(await countTables(tools, database))
    return Object.fromEntries(counted.filter(([table]) => wanted({ table })))
  }
  const server = await serverOf(tools, database)
  const asked = (await shapesOf(tools, database)).filter(wanted).map((shape) => {
    const way = expected[shape.table]?.way
    return { shape, hashing: hashingOn(server, way?.by ?? 'md5'), sampledBy: way?.sampledBy }
  })
  return hashTables(tools, asked, { database, streams, split: server.major >= OLDEST_RANGES })
}
