import { defineCheck, formatCount, type Tools, type Verdict, z } from '../../src/kit.ts'
import { progressRows } from './source-keys.ts'
import { sideArgs } from './stopped.ts'

const couch = z.object({ host: z.string(), url: z.string(), user: z.string(), password: z.string() })

interface Behind {
  readonly name: string
  readonly source: number | undefined
  readonly target: number | undefined
}

/** How many changes each side has yet to read, asked of CouchDB itself. Equal sequence numbers would not be proof. */
export const freshness = defineCheck({
  name: 'couch2pg-freshness',
  version: 1,
  args: z.object({ source: sideArgs, target: sideArgs, couch, keys: z.array(z.string()), names: z.array(z.string()) }),
  title: () => 'Compare how fresh both sides are',
  measure: async ({ source, target, couch, keys, names }, tools) => {
    const [before, after] = await Promise.all([
      progressRows(tools, source.database),
      progressRows(tools, target.database),
    ])
    const pending = async (progress: ReadonlyMap<string, string>, key: string, name: string) => {
      const seq = progress.get(key)
      return seq === undefined ? undefined : await tools.couches.pending(couch, name, seq)
    }
    return Promise.all(
      names.map(
        async (name, index): Promise<Behind> => ({
          name,
          source: await pending(before, keys[index] ?? '', name),
          target: await pending(after, keys[index] ?? '', name),
        }),
      ),
    )
  },
  judge: (found, { target }): Verdict => judgeFreshness(found, target.host),
})

/** The target may be a little behind; more than 1,000 changes behind the source is not ready for users. */
const SLACK = 1000

export function judgeFreshness(found: readonly Behind[], host: string): Verdict {
  const rows = found.map(({ name, source, target }) => [name, source ?? '-', target ?? '-'])
  const table = {
    rows: [['CouchDB database', 'Changes the source has yet to read', 'Changes the target has yet to read'], ...rows],
  }
  const unknown = found.filter(({ target }) => target === undefined)
  const late = found.filter(({ source, target }) => (target ?? 0) > (source ?? 0) + SLACK)
  const behind = found.reduce((sum, { target }) => sum + (target ?? 0), 0)
  const base = { values: { late: late.length, unknown: unknown.length }, table }
  if (unknown.length > 0)
    return {
      ...base,
      outcome: 'fail',
      summary: `${host} has no resume key for ${unknown.map(({ name }) => name).join(', ')}.`,
      advice: 'couch2pg has not read it there. Let it run a cycle, then retry.',
    }
  if (late.length > 0)
    return {
      ...base,
      outcome: 'fail',
      summary: `${host} is more than ${formatCount(SLACK)} changes behind for ${late.map(({ name }) => name).join(', ')}.`,
      advice: 'Let couch2pg catch up, then retry.',
    }
  return {
    ...base,
    outcome: 'pass',
    summary: `${host} is as fresh as the source: ${formatCount(behind)} changes to read.`,
  }
}

/** Do the tables on the target hold at least what the source holds? Both couch2pg go on writing, so more is fine. */
export const nothingMissing = defineCheck({
  name: 'nothing-missing',
  version: 1,
  args: z.object({ source: sideArgs, target: sideArgs }),
  title: () => 'The target holds at least as many rows as the source',
  measure: async ({ source, target }, tools) => ({
    source: await counts(tools, source),
    target: await counts(tools, target),
  }),
  judge: ({ source, target }): Verdict => {
    const rows = TABLES.map((name) => [name, source[name] ?? 0, target[name] ?? 0] as const)
    const short = rows.filter(([, before, after]) => after < before)
    const table = { rows: [['Table', 'Source', 'Target'], ...rows] }
    const values = { short: short.length }
    if (short.length === 0)
      return { outcome: 'pass', values, table, summary: 'No table on the target has fewer rows than on the source.' }
    return {
      outcome: 'fail',
      values,
      table,
      summary: `${short.map(([name, before, after]) => `${name} has ${formatCount(after)} rows on the target and ${formatCount(before)} on the source`).join('; ')}.`,
      advice: 'Let couch2pg catch up on the target, then measure again. Deletions in CouchDB reach both sides.',
    }
  },
})

/** couch2pg's four tables of documents. */
const TABLES = ['couchdb', 'couchdb_users_meta', 'couchdb_medic_logs', 'couchdb_medic_users'] as const

async function counts(tools: Tools, { database }: z.infer<typeof sideArgs>): Promise<Record<string, number>> {
  const sql = TABLES.map((name) => `(select count(*) from ${name}) as ${name}`).join(', ')
  const [row] = await tools.databases.query(database, `select ${sql}`, { timeoutMs: 3_600_000 })
  return z.record(z.string(), z.coerce.number()).parse(row)
}
