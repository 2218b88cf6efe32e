import { z } from 'zod'
import type { Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { databaseArgs, showDatabase } from './database-args.ts'

interface Found {
  readonly exists: boolean
  readonly objects: number
  readonly ownRun: boolean
  readonly connections: number
  readonly missingRoles: readonly string[]
  readonly missingExtensions: readonly string[]
  readonly scramRoles: readonly string[]
}

/**
 * Is the target free to be filled: the database absent or empty, its roles and extensions there, nobody connected, and
 * no SCRAM password for roles whose client cannot speak it? A database that this very run has filled counts as vacant.
 */
export const databaseVacant = defineCheck({
  name: 'database-vacant',
  version: 1,
  args: z.object({
    on: databaseArgs,
    roles: z.array(z.string()),
    extensions: z.array(z.string()),
    md5Roles: z.array(z.string()),
  }),
  title: ({ on }) => `Is ${'output' in on ? 'the target' : showDatabase(on)} free to be filled`,
  measure: async ({ on, roles, extensions, md5Roles }, tools, { run }): Promise<Found> => ({
    ...(await server(tools, on, roles, extensions, md5Roles)),
    ...(await contents(tools, on, run)),
  }),
  judge: (found, { on }): Verdict => judgeVacant(found, on),
})

export function judgeVacant(found: Found, on: DatabaseRef): Verdict {
  const where = showDatabase(on)
  const values = { exists: found.exists ? 'yes' : 'no', objects: found.objects, connections: found.connections }
  const tolerance = { exists: 'any' as const }
  const fail = (summary: string, advice: string): Verdict => ({
    outcome: 'fail',
    values,
    tolerance,
    summary,
    advice: `Nothing was changed. ${advice}`,
  })
  if (found.missingRoles.length > 0)
    return fail(
      `${on.host} has no role ${found.missingRoles.join(', no role ')}.`,
      `Create it on ${on.host} (create role … login), then retry. Without it, owners and dashboard grants cannot be restored.`,
    )
  if (found.missingExtensions.length > 0)
    return fail(
      `${on.host} cannot offer the extension ${found.missingExtensions.join(', ')}.`,
      'Install its package on the server, then retry.',
    )
  if (found.scramRoles.length > 0)
    return fail(
      `Role ${found.scramRoles.join(', ')} on ${on.host} has a SCRAM password, and couch2pg cannot log in with one.`,
      `On ${on.host}: set password_encryption = 'md5'; alter role ${found.scramRoles[0]} password '…'; then retry.`,
    )
  if (found.objects > 0 && !found.ownRun)
    return fail(
      `${where} already holds ${found.objects} ${found.objects === 1 ? 'table or view' : 'tables or views'}.`,
      `A restore into it would double rows. Rename or drop it yourself if nobody needs it, then retry.`,
    )
  if (found.connections > 0)
    return fail(
      `${found.connections} connections are open to ${where}.`,
      'Something uses it, perhaps a couch2pg that was left on. Stop it, then retry.',
    )
  return {
    outcome: 'pass',
    values,
    tolerance,
    summary: found.exists ? `${where} exists and is empty.` : `${where} does not exist yet and can be created.`,
  }
}

const names = z.array(z.string())
const serverRow = z.object({
  exists: z.boolean(),
  connections: z.coerce.number(),
  missing_roles: names,
  missing_extensions: names,
  scram_roles: names,
})

async function server(
  tools: Tools,
  on: DatabaseRef,
  roles: readonly string[],
  extensions: readonly string[],
  md5Roles: readonly string[],
) {
  const sql = `
    select exists (select 1 from pg_database where datname = ${literal(on.database)}) as exists,
      (select count(*) from pg_stat_activity where datname = ${literal(on.database)} and pid <> pg_backend_pid() and application_name <> 'drover') as connections,
      array(select r from unnest(${textArray(roles)}) r where not exists (select 1 from pg_roles where rolname = r)) as missing_roles,
      array(select e from unnest(${textArray(extensions)}) e where not exists (select 1 from pg_available_extensions where name = e)) as missing_extensions,
      array(select r from unnest(${textArray(md5Roles)}) r where (select left(rolpassword, 5) from pg_authid where rolname = r) = 'SCRAM') as scram_roles`
  const [row] = await tools.databases.query({ ...on, database: 'postgres' }, sql)
  const found = serverRow.parse(row)
  return {
    exists: found.exists,
    connections: found.connections,
    missingRoles: found.missing_roles,
    missingExtensions: found.missing_extensions,
    scramRoles: found.scram_roles,
  }
}

const objectsRow = z.object({ objects: z.coerce.number(), marked: z.boolean() })

async function contents(tools: Tools, on: DatabaseRef, run: string): Promise<{ objects: number; ownRun: boolean }> {
  const [there] = await tools.databases.query(
    { ...on, database: 'postgres' },
    `select 1 from pg_database where datname = ${literal(on.database)}`,
  )
  if (!there) return { objects: 0, ownRun: false }
  const [row] = await tools.databases.query(
    on,
    `
    select (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'v', 'm', 'S', 'p', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'drover') and n.nspname !~ '^pg_') as objects,
      coalesce((select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()) = ${literal(`drover ${run}`)}, false) as marked`,
  )
  const { objects, marked } = objectsRow.parse(row)
  return { objects, ownRun: marked }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function textArray(texts: readonly string[]): string {
  return `array[${texts.map(literal).join(', ')}]::text[]`
}
