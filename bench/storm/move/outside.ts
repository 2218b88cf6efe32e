import type { Bed } from '../../../src/demo/bed.ts'
import { compareDatabases, type TableComparison } from '../../../src/demo/compare-databases.ts'
import type { Run } from '../../../src/model/run.ts'

const SIDES = ['source', 'target'] as const

/** What somebody sees who looks at the servers without Drover. */
export interface Outside {
  /** Compares every row and definition of both sides, once for each run. */
  compare(run: string): Promise<void>
  /** Looks whether a run that was taken back left the source alone and nothing on the target, once for each run. */
  takenBack(run: string): Promise<void>
  /** Looks at the end of a move: the database is on the target alone, and no table lost a row. */
  moved(): Promise<void>
  /** How often both sides were compared, and what was not as it should be. */
  readonly compared: () => number
  readonly wrong: () => readonly string[]
}

export function lookFromOutside(bed: Bed): Outside {
  const { database } = bed.config
  const url = (side: 'source' | 'target') => bed[side].cluster.url('postgres', database)
  const looks = new Map<string, Promise<void>>()
  const wrong: string[] = []
  let tables: readonly TableComparison[] = []
  let compared = 0

  const once = (name: string, look: () => Promise<void>): Promise<void> => {
    const looking = looks.get(name) ?? look()
    looks.set(name, looking)
    return looking
  }
  const areThere = async (when: string, wanted: Readonly<Record<(typeof SIDES)[number], string>>) => {
    for (const side of SIDES) {
      const found = await bed[side].cluster.psql('postgres', `${like(database)};`)
      if (found !== wanted[side]) wrong.push(`${when} the ${side} had ${found || 'no database'}`)
    }
  }
  return {
    compare: (run) =>
      once(`compare ${run}`, async () => {
        const found = await compareDatabases(url('source'), url('target'))
        tables = found.tables
        compared += 1
        if (tables.length === 0) wrong.push(`${run}: there was nothing to compare`)
        wrong.push(...found.differences.map((difference) => `${run}: ${difference}`))
      }),
    takenBack: (run) =>
      once(`taken back ${run}`, () => areThere(`after ${run} was taken back`, { source: database, target: '' })),
    moved: () =>
      once('moved', async () => {
        await areThere('in the end', { source: '', target: database })
        const now = await compareDatabases(url('target'), url('target'))
        const rows = new Map(now.tables.map(({ name, targetRows }) => [name, targetRows ?? 0]))
        const short = tables.filter(({ name, sourceRows }) => (rows.get(name) ?? -1) < (sourceRows ?? 0))
        wrong.push(...short.map(({ name }) => `in the end ${name} had fewer rows than before the cutover`))
      }),
    compared: () => compared,
    wrong: () => wrong,
  }
}

/** The database under its name, or under one that it was set aside with. */
function like(database: string): string {
  return `select coalesce(string_agg(datname, ', ' order by datname), '') from pg_database where datname like '${database}%'`
}

/** How each of the runs of a lap has to end: all but the last are taken back. */
export function wronglyEnded(runs: readonly Run[], wanted: number): readonly string[] {
  const inOrder = runs.toSorted((one, other) => one.startedAt.localeCompare(other.startedAt))
  const missing = runs.length === wanted ? [] : [`there are ${runs.length} runs in place of ${wanted}`]
  const odd = inOrder.filter(({ status }, index) => status !== (index < wanted - 1 ? 'rolled-back' : 'succeeded'))
  return [...missing, ...odd.map(({ id, status }) => `${id} ended ${status}`)]
}
