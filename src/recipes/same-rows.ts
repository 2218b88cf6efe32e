import { z } from 'zod'
import { databaseArgs, showDatabase } from '../checks/database-args.ts'
import { proof, tableHashes } from '../checks/row-hashes-table.ts'
import { type Found, judgeSameRows } from '../checks/same-rows.ts'
import { compareTables } from '../checks/same-rows-compare.ts'
import { hashLike } from '../checks/same-rows-measure.ts'
import { defineCheck } from '../model/define-check.ts'
import type { Tools } from '../model/ports.ts'
import { findDifferences } from './find-differences.ts'

const args = z.object({
  on: databaseArgs,
  /** The output `hashes` of rowHashes. */
  expected: tableHashes,
  proof,
  streams: z.number().int().min(1).max(16),
  /** With it, the rows that differ are named in a file on the target's host. */
  source: databaseArgs.optional(),
  /** The moment of the source that was hashed, if it is held still. */
  snapshot: z.string().optional(),
})

/**
 * Does the target hold the rows that the source held when it was hashed? What cannot be told is an error and never a
 * pass. Hashes find accidents; they do not stand against somebody who chooses rows so that sums agree. Its outputs say when
 * it was looked and how many `rows` there were, for whoever asks later how old the proof is.
 */
export const sameRows = defineCheck({
  name: 'same-rows',
  version: 1,
  args,
  title: ({ on }) => `Compare the rows of ${'output' in on ? 'the target' : showDatabase(on)} with the source`,
  measure: async (given, tools, { run }) => ({
    ...(await measureTarget(tools, given, run)),
    provenAt: tools.now().toISOString(),
  }),
  judge: (found, given) => {
    const { provenAt, measured } = found
    const rows = Object.values(measured).reduce((sum, { rows }) => sum + rows, 0)
    return { ...judgeSameRows(found, given), outputs: { provenAt, rows } }
  },
})

const MOST_NAMED = 5

async function measureTarget(tools: Tools, given: z.infer<typeof args>, run: string): Promise<Found> {
  const { on, expected, proof, streams, source, snapshot } = given
  const measured = await hashLike(tools, on, expected, proof, { streams })
  const wrong = compareTables(expected, measured, proof).flatMap(({ table, is }) => (is === 'differs' ? [table] : []))
  if (!source || wrong.length === 0) return { measured, drifted: [], named: [] }
  const drifted = snapshot === undefined ? await driftedOf(tools, given, wrong) : []
  const onBoth = wrong.filter((table) => table in expected && table in measured && !drifted.includes(table))
  const named = await findDifferences(tools, { source, target: on, snapshot, run }, onBoth.slice(0, MOST_NAMED))
  return { measured, drifted, named }
}

/** Under no snapshot the source may have gone on: then its hash of now is another one than that of then. */
async function driftedOf(
  tools: Tools,
  { source, expected, proof, streams }: z.infer<typeof args>,
  tables: readonly string[],
): Promise<readonly string[]> {
  if (!source) return []
  const now = await hashLike(tools, source, expected, proof, { streams, only: tables })
  const then = Object.fromEntries(Object.entries(expected).filter(([table]) => tables.includes(table)))
  return compareTables(then, now, proof).flatMap(({ table, is }) => (is === 'differs' ? [table] : []))
}
