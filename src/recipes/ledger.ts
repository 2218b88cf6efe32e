import { z } from 'zod'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { type OutputRef, type Shell, sh } from '../model/shell.ts'
import { psql } from './login.ts'
import { identifierOf, literal } from './sql.ts'

/**
 * The marker in the target: one row for each part that arrived, written in the same transaction as the part itself. So a
 * part lands once or not at all, whoever dies when.
 */
const LEDGER_SQL =
  'create schema if not exists drover; create table if not exists drover.ledger (id text primary key, rows bigint not null, at timestamptz not null default now());'

/**
 * Creates the database if it is absent, with encoding and locale as the source has them (`options`, in SQL), and marks it
 * as filled by this run, so that an undo and a second look recognise it. An existing one has to be empty, which the check
 * before has seen to, and keeps the encoding and the locale that somebody gave it.
 */
export function createDatabase(database: DatabaseRef, owner: string, options: OutputRef, mark: Shell): Shell {
  const name = bare(database.database)
  const script = `select count(*) = 0 as absent from pg_database where datname = ${literal(database.database)} \\gset
\\if :absent
create database ${name} owner ${bare(owner)} template template0 :options;
\\endif
comment on database ${name} is :'mark';
\\connect ${name}
${LEDGER_SQL}`
  return sh`printf ${'%s\\n'} ${script} > create.sql
mark=${mark}
${psql(database, 'postgres')} -v options=${options} -v mark="$mark" -f create.sql
`
}

/** Drops the database, if and only if this run marked it; a database that somebody else filled stays. */
export function dropMarkedDatabase(database: DatabaseRef, mark: Shell): Shell {
  const exists = `select count(*) from pg_database where datname = ${literal(database.database)}`
  const comment = `select shobj_description(oid, 'pg_database') from pg_database where datname = ${literal(database.database)}`
  const refusal = `${database.database} on ${database.host} is not marked as filled by this run, so it was not dropped`
  return sh`there=$(${psql(database, 'postgres')} -c ${exists})
if [ "$there" = 0 ]; then exit 0; fi
found=$(${psql(database, 'postgres')} -c ${comment})
mark=${mark}
if [ "$found" != "$mark" ]; then echo ${refusal} >&2; exit 1; fi
${psql(database, 'postgres')} -c ${`drop database ${identifierOf(database.database)} with (force)`}
`
}

/** A name that needs no quotes; it has been through the identifier schema. */
function bare(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new Error(`${name} would need quotes`)
  return name
}

const ledgerRow = z.object({ id: z.string(), rows: z.coerce.number() })

/** Parts that have arrived, with their rows. */
export async function arrived(tools: Tools, target: DatabaseRef): Promise<ReadonlyMap<string, number>> {
  const rows = await tools.databases.query(target, 'select id, rows from drover.ledger')
  return new Map(rows.map((row) => ledgerRow.parse(row)).map(({ id, rows: count }) => [id, count]))
}
