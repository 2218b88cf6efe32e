import { databaseArgs, defineCheck, refuse, render, type Tools, type Verdict, z } from '../../src/kit.ts'
import { askCouch2pg } from './runtime.ts'

export const sideArgs = z.object({
  host: z.string(),
  runtime: z.enum(['docker', 'systemd']),
  dir: z.string(),
  database: databaseArgs,
})

type SideArgs = z.infer<typeof sideArgs>

/** Is couch2pg off: no process, and nobody of its role connected to the database? */
export const couch2pgStopped = defineCheck({
  name: 'couch2pg-stopped',
  version: 1,
  args: z.object({ side: sideArgs, role: z.string() }),
  title: ({ side }) => `couch2pg is stopped on ${'output' in side ? 'the host' : side.host}`,
  measure: async ({ side, role }, tools) => ({
    up: await isUp(tools, side),
    connections: await connectionsOf(tools, side, role),
  }),
  judge: ({ up, connections }, { side, role }): Verdict => {
    const values = { couch2pg: up ? 'running' : 'stopped', connections }
    const advice = `Stop it on ${side.host} (docker compose stop couch2pg, or systemctl stop couch2pg), then retry. Nothing was restored.`
    if (up)
      return {
        outcome: 'fail',
        values,
        advice,
        summary: `couch2pg is running on ${side.host}: it would write into a database that is being filled.`,
      }
    if (connections > 0)
      return {
        outcome: 'fail',
        values,
        advice,
        summary: `couch2pg is stopped on ${side.host}, but role ${role} still has ${connections} connections to ${side.database.database}.`,
      }
    return {
      outcome: 'pass',
      values,
      summary: `couch2pg is stopped on ${side.host} and role ${role} is not connected.`,
    }
  },
})

/** Is couch2pg on? A soak after this reads what it does. */
export const couch2pgRunning = defineCheck({
  name: 'couch2pg-running',
  version: 1,
  args: z.object({ side: sideArgs }),
  title: ({ side }) => `couch2pg is running on ${'output' in side ? 'the host' : side.host}`,
  measure: ({ side }, tools) => isUp(tools, side),
  judge: (up, { side }): Verdict =>
    up
      ? { outcome: 'pass', values: { couch2pg: 'running' }, summary: `couch2pg is running on ${side.host}.` }
      : {
          outcome: 'fail',
          values: { couch2pg: 'stopped' },
          summary: `couch2pg is not running on ${side.host}.`,
          advice: 'Read its log on the host, mend the cause, then retry.',
        },
})

async function isUp(tools: Tools, side: SideArgs): Promise<boolean> {
  const { stdout, stderr, code } = await tools.hosts.ask(
    side.host,
    render(askCouch2pg(side), { output: () => undefined }),
  )
  if (code !== 0)
    refuse('couch2pg-unknown', `${side.host} could not tell whether couch2pg runs: ${(stderr || stdout).trim()}`)
  return stdout.trim() === 'up'
}

async function connectionsOf(tools: Tools, { database }: SideArgs, role: string): Promise<number> {
  const sql = `select count(*)::int as connections from pg_stat_activity where datname = '${database.database}' and usename = '${role}' and application_name <> 'drover'`
  const [row] = await tools.databases.query({ ...database, database: 'postgres' }, sql)
  return z.object({ connections: z.coerce.number() }).parse(row).connections
}
