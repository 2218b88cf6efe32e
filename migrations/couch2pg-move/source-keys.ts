import { type DatabaseRef, defineCheck, type Tools, type Verdict, z } from '../../src/kit.ts'
import { sideArgs } from './stopped.ts'

const progressRow = z.object({ source: z.string(), seq: z.string().nullable() })

/** couch2pg's own notes: how far each CouchDB database was read. */
export async function progressRows(tools: Tools, database: DatabaseRef): Promise<ReadonlyMap<string, string>> {
  const rows = await tools.databases.query(database, 'select source, seq from couchdb_progress')
  return new Map(rows.map((row) => progressRow.parse(row)).map(({ source, seq }) => [source, seq ?? '0']))
}

/** Is every resume key that couch2pg will look for there? Without one it starts from sequence 0 again. */
export const sourceKeys = defineCheck({
  name: 'source-keys',
  version: 1,
  args: z.object({ side: sideArgs, keys: z.array(z.string()) }),
  title: ({ side }) => `Resume keys of couch2pg on ${'output' in side ? 'the host' : side.host}`,
  measure: ({ side }, tools) => progressRows(tools, side.database),
  judge: (progress, { side, keys }): Verdict => {
    const missing = keys.filter((key) => !progress.has(key))
    const rows = keys.map((key) => [key, progress.get(key)?.split('-')[0] ?? 'missing'])
    const table = { rows: [['Resume key', 'Sequence'], ...rows] }
    const values = { missing: missing.length }
    if (missing.length === 0)
      return {
        outcome: 'pass',
        values,
        table,
        outputs: { neverRead: keys.filter((key) => progress.get(key) === '0').length },
        summary: `All ${keys.length} resume keys are in couchdb_progress on ${side.host}.`,
      }
    const there = [...progress.keys()].join(', ') || 'none'
    return {
      outcome: 'fail',
      values,
      table,
      summary: `couch2pg on ${side.host} would look for ${missing.join(', ')}, and couchdb_progress holds ${there}.`,
      advice:
        'It would fetch everything again from the start. Make COUCHDB_URL the same to the byte on both sides, then retry.',
    }
  },
})
