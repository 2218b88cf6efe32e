import { z } from 'zod'
import { formatCount } from '../model/amount.ts'
import type { Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'
import { digest } from '../model/json.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { databaseArgs, showDatabase } from './database-args.ts'
import { countRows } from './row-counts.ts'
import { hashTables } from './row-hashes-measure.ts'
import { serverOf, shapesOf } from './row-hashes-shape.ts'
import { type Proof, proof, type TableHashes } from './row-hashes-table.ts'
import { hashingFor } from './row-hashes-way.ts'
import { readSequencePlaces } from './sequence-places.ts'

const args = z.object({
  on: databaseArgs,
  /** Where the rows will be compared; it may not be there yet. Its version decides which function hashes. */
  target: databaseArgs.optional(),
  snapshot: z.string().optional(),
  proof,
  /** Connections that hash at the same time. */
  streams: z.number().int().min(1).max(16),
})

/**
 * Counts every row of every table and hashes them, in one pass and in any order. Its output `hashes` is what sameRows
 * compares with; `counts` holds the numbers alone, and `sequences` says where each sequence stood, for sameStructure. Sums
 * of hashes find accidents; somebody who chooses rows so that the sums agree is not what they are for.
 */
export const rowHashes = defineCheck({
  name: 'row-hashes',
  version: 1,
  args,
  title: ({ on, proof }) =>
    `${proof === 'count' ? 'Count' : 'Count and hash'} the rows of ${'output' in on ? 'the database' : showDatabase(on)}`,
  measure: async (given, tools) => ({
    sequences: await readSequencePlaces(tools, given.on, given.snapshot),
    tables: await measureSource(tools, given),
  }),
  judge: ({ tables, sequences }, { proof }): Verdict => {
    const verdict = judgeHashes(tables, proof)
    return { ...verdict, outputs: { ...verdict.outputs, sequences } }
  },
})

async function measureSource(tools: Tools, given: z.infer<typeof args>): Promise<TableHashes> {
  const { on, target, snapshot, streams, proof } = given
  if (proof === 'count') return countTables(tools, on, snapshot)
  const [source, other] = await Promise.all([serverOf(tools, on), target && serverOf(tools, target)])
  const hashing = hashingFor(source, other)
  const shapes = await shapesOf(tools, on, snapshot)
  const asked = shapes.map((shape) => ({ shape, hashing, ...(proof === 'sample' && { sampledBy: shape.key ?? '' }) }))
  // Without a snapshot each piece would show another moment of a table that is being written to.
  const split = snapshot !== undefined && source.major >= OLDEST_RANGES
  return hashTables(tools, asked, { database: on, snapshot, streams, split })
}

/** A server older than this cannot scan a range of the heap. */
export const OLDEST_RANGES = 14

/** The number of rows of each table, and nothing else. */
export async function countTables(tools: Tools, database: DatabaseRef, snapshot?: string): Promise<TableHashes> {
  const counts = await countRows(tools, database, snapshot)
  return Object.fromEntries(Object.entries(counts).map(([table, rows]) => [table, { rows }]))
}

/** What was found, with the beginning of each hash for people. */
export function judgeHashes(measured: TableHashes, proof: Proof): Verdict {
  const tables = Object.entries(measured).sort(([, a], [, b]) => b.rows - a.rows)
  const counts = Object.fromEntries(Object.entries(measured).map(([table, { rows }]) => [table, rows]))
  const total = sumOf(tables.map(([, { rows }]) => rows))
  const hashed = sumOf(tables.map(([, { hashedRows = 0 }]) => hashedRows))
  const how = {
    count: '.',
    sample: `, ${formatCount(hashed)} of them hashed with 128 bits.`,
    hash: ', each hashed with 128 bits.',
  }
  return {
    outcome: 'pass',
    summary: `${formatCount(total)} ${total === 1 ? 'row' : 'rows'} in ${formatCount(tables.length)} ${tables.length === 1 ? 'table' : 'tables'}${how[proof]}`,
    values: { ...counts, ...(proof !== 'count' && { hash: digest(measured).slice(0, 16) }) },
    table: {
      rows: [['Table', 'Rows', 'Hash'], ...tables.map(([table, { rows, hash }]) => [table, rows, shortHash(hash)])],
    },
    outputs: { counts, hashes: measured, total },
  }
}

/** The beginning of a hash, to be compared by eye. */
export function shortHash(hash: string | undefined): string {
  return hash === undefined ? '-' : hash.slice(0, 8)
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
