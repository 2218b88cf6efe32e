import { z } from 'zod'
import { formatCount } from '../model/amount.ts'
import type { Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { databaseArgs, LONG_MS, showDatabase } from './database-args.ts'
import { listTables } from './tables.ts'

const counts = z.record(z.string(), z.number())

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

/** Counts every row of every table. Its output `counts` is what a later count is compared with. */
export const rowCounts = defineCheck({
  name: 'row-counts',
  version: 1,
  args: z.object({ on: databaseArgs, snapshot: z.string().optional() }),
  title: ({ on }) => `Count the rows of ${'output' in on ? 'the database' : showDatabase(on)}`,
  measure: ({ on, snapshot }, tools) => countRows(tools, on, snapshot),
  judge: (measured): Verdict => {
    const total = Object.values(measured).reduce((sum, count) => sum + count, 0)
    const rows = Object.entries(measured).map(([table, count]): [string, number] => [table, count])
    return {
      outcome: 'pass',
      summary: `${formatCount(total)} rows in ${rows.length} tables.`,
      values: Object.fromEntries(rows),
      table: { rows: [['Table', 'Rows'], ...rows.sort((a, b) => b[1] - a[1])] },
      outputs: { counts: measured, total },
    }
  },
})

/** Counts again and compares each table with an earlier count. A count sees missing and extra rows, not changed ones. */
export const sameRowCounts = defineCheck({
  name: 'same-row-counts',
  version: 1,
  args: z.object({ on: databaseArgs, expected: counts }),
  title: ({ on }) => `Compare the rows of ${'output' in on ? 'the target' : showDatabase(on)} with the source`,
  measure: ({ on }, tools) => countRows(tools, on),
  judge: (measured, { expected }): Verdict => judgeCounts(measured, expected),
})

/** Equal, or which tables differ by how much, worst first. A table that is there twice over points to a double restore. */
export function judgeCounts(
  measured: Readonly<Record<string, number>>,
  expected: Readonly<Record<string, number>>,
): Verdict {
  const tables = [...new Set([...Object.keys(expected), ...Object.keys(measured)])]
  const rows = tables.map((table) => ({ table, source: expected[table], target: measured[table] }))
  const differ = rows.filter(({ source, target }) => source !== target)
  const sorted = rows.sort((a, b) => gap(b) - gap(a) || (b.source ?? 0) - (a.source ?? 0))
  const doubled = differ.filter(({ source, target }) => source !== undefined && source > 0 && target === source * 2)
  const table = {
    rows: [
      ['Table', 'Source', 'Target', ''],
      ...sorted.map(({ table, source, target }) => [
        table,
        source ?? '-',
        target ?? '-',
        source === target ? 'equal' : 'differs',
      ]),
    ],
  }
  if (differ.length === 0)
    return {
      outcome: 'pass',
      summary: `All ${rows.length} tables have as many rows as the source.`,
      values: { different: 0 },
      table,
    }
  return {
    outcome: 'fail',
    summary: `${differ.length} of ${rows.length} tables ${differ.length === 1 ? 'differs' : 'differ'}: ${differ.slice(0, 3).map(describe).join('; ')}.`,
    values: { different: differ.length },
    table,
    advice: adviceFor(doubled.length > 0 ? 'doubled' : 'missing'),
  }
}

interface Row {
  readonly table: string
  readonly source: number | undefined
  readonly target: number | undefined
}

function gap({ source, target }: Row): number {
  return Math.abs((source ?? 0) - (target ?? 0)) + (source === target ? 0 : 1)
}

function describe({ table, source, target }: Row): string {
  return `${table} has ${target === undefined ? 'no table' : formatCount(target)} on the target and ${source === undefined ? 'no table' : formatCount(source)} on the source`
}

const CAUSES = {
  doubled: 'A table holds every row twice, so a restore ran twice or into a database that was not empty.',
  missing: 'Something wrote to the target, or rows are missing.',
  changed: 'Something changed rows on the target, or they changed on their way.',
}

/** The likely cause of a difference, and what to do about it. */
export function adviceFor(cause: keyof typeof CAUSES): string {
  return `${CAUSES[cause]} Do not mend it in place: roll back, which drops the new database, and start again.`
}
