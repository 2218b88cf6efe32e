import { z } from 'zod'
import type { Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { databaseArgs } from './database-args.ts'

/**
 * Does no database of the server hold anything, so that its whole cluster may be replaced? Asked once more right before
 * that: hours may have passed since somebody agreed.
 */
export const clusterVacant = defineCheck({
  name: 'cluster-vacant',
  version: 1,
  args: z.object({ on: databaseArgs }),
  title: ({ on }) => `Is the cluster on ${'output' in on ? 'the target' : on.host} still free to be replaced`,
  measure: async ({ on }, tools) => {
    const [row] = await tools.databases.query({ ...on, database: 'postgres' }, `select ${DATABASES} as databases`)
    return occupiedOf(tools, on, z.object({ databases: z.array(z.string()) }).parse(row).databases)
  },
  judge: (occupied, { on }): Verdict => judgeCluster(occupied, on),
})

function judgeCluster(occupied: readonly string[], { host }: DatabaseRef): Verdict {
  const values = { occupied: occupied.length }
  if (occupied.length === 0) return { outcome: 'pass', values, summary: `No database on ${host} holds anything.` }
  return {
    outcome: 'fail',
    values,
    summary: `The cluster on ${host} holds ${occupied.join(', ')} by now, and a move by files replaces all of it.`,
    advice: `${host} was not touched. Ask who made it; once it is elsewhere or dropped, retry. Or roll back, which removes the copy.`,
  }
}

/** Names of the databases that people may have made, as an array. */
export const DATABASES = 'array(select datname::text from pg_database where datallowconn and not datistemplate)'

/** Databases that hold something, as `name (3 tables or views)`. */
export async function occupiedOf(
  tools: Tools,
  target: DatabaseRef,
  databases: readonly string[],
): Promise<readonly string[]> {
  const counts = databases.map(async (database) => {
    const [row] = await tools.databases.query({ ...target, database }, OBJECTS_SQL)
    return { database, objects: z.object({ objects: z.coerce.number() }).parse(row).objects }
  })
  return (await Promise.all(counts))
    .filter(({ objects }) => objects > 0)
    .map(({ database, objects }) => `${database} (${objects} ${objects === 1 ? 'table or view' : 'tables or views'})`)
}

const OBJECTS_SQL = `
  select count(*) as objects from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'v', 'm', 'S', 'p', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'drover') and n.nspname !~ '^pg_'
    and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`
