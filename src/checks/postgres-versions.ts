import { z } from 'zod'
import type { Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { UserError } from '../model/user-error.ts'
import { databaseArgs } from './database-args.ts'

interface Versions {
  readonly source: number
  readonly target: number
  readonly dump: number
  readonly restore: number
  readonly sameServer: boolean
}

/**
 * Do servers and programs fit? pg_dump refuses a newer server, a dump never goes to an older one, and cht-couch2pg 3.7.0
 * needs Postgres 12 for `AS MATERIALIZED`. Also refuses two names for one and the same server.
 */
export const postgresVersions = defineCheck({
  name: 'postgres-versions',
  version: 1,
  args: z.object({ source: databaseArgs, target: databaseArgs, oldest: z.number() }),
  title: () => 'Compare the Postgres versions on both sides',
  measure: async ({ source, target }, tools): Promise<Versions> => {
    const [from, to] = await Promise.all([server(tools, source), server(tools, target)])
    const [dump, restore] = await Promise.all([
      program(tools, source.host, 'pg_dump'),
      program(tools, target.host, 'psql'),
    ])
    return { source: from.major, target: to.major, dump, restore, sameServer: from.id === to.id }
  },
  judge: (versions, { source, target, oldest }): Verdict => judgeVersions(versions, source, target, oldest),
})

/** The first thing that does not fit, with what to install or choose. */
export function judgeVersions(found: Versions, source: DatabaseRef, target: DatabaseRef, oldest: number): Verdict {
  const { sameServer, ...majors } = found
  const table = {
    rows: [
      ['', 'Server', 'Client programs'],
      [source.host, found.source, found.dump],
      [target.host, found.target, found.restore],
    ],
  }
  const base = { values: majors, table }
  const fail = (summary: string, advice: string): Verdict => ({
    ...base,
    outcome: 'fail',
    summary,
    advice: `Nothing was changed. ${advice}`,
  })
  if (sameServer)
    return fail(
      `${source.host} and ${target.host} are the same Postgres server.`,
      'Source and target have to be two servers; check sourcePort and targetPort.',
    )
  if (found.dump < found.source)
    return fail(
      `pg_dump on ${source.host} is version ${found.dump} and the server is ${found.source}: it refuses a newer server.`,
      `Install postgresql-client-${found.source} on ${source.host}, then retry.`,
    )
  if (found.target < found.source)
    return fail(
      `Postgres on ${target.host} is ${found.target}, older than the ${found.source} it comes from.`,
      `Install Postgres ${found.source} or newer on ${target.host}, then start again.`,
    )
  if (found.target < oldest)
    return fail(
      `Postgres on ${target.host} is ${found.target}; this needs ${oldest} or newer.`,
      `Install a newer Postgres on ${target.host}, then start again.`,
    )
  if (found.restore < found.source)
    return fail(
      `psql on ${target.host} is version ${found.restore}, older than the ${found.source} the schema comes from.`,
      `Install postgresql-client-${found.source} on ${target.host}, then retry.`,
    )
  return {
    ...base,
    outcome: 'pass',
    summary: `Postgres ${found.source} on ${source.host}, ${found.target} on ${target.host}; the programs fit.`,
  }
}

const serverRow = z.object({ version: z.coerce.number(), id: z.coerce.string() })

async function server(tools: Tools, database: DatabaseRef): Promise<{ major: number; id: string }> {
  const sql = `select current_setting('server_version_num')::int as version, (select system_identifier::text from pg_control_system()) as id`
  const [row] = await tools.databases.query({ ...database, database: 'postgres' }, sql)
  const { version, id } = serverRow.parse(row)
  return { major: Math.floor(version / 10_000), id }
}

async function program(tools: Tools, host: string, name: string): Promise<number> {
  const { stdout, stderr } = await tools.hosts.ask(host, `${name} --version`)
  const major = /\s(\d+)(?:\.\d+|devel|beta|rc)/.exec(stdout)?.[1]
  if (major === undefined)
    throw new UserError('no-version', `${name} on ${host} did not tell its version: ${(stderr || stdout).trim()}`)
  return Number(major)
}
