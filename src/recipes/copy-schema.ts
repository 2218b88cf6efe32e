import { z } from 'zod'
import { databaseArgs } from '../checks/database-args.ts'
import { defineAction } from '../model/define-action.ts'
import type { DatabaseRef } from '../model/ports.ts'
import { type Shell, sh } from '../model/shell.ts'
import { arrived } from './ledger.ts'
import { login } from './login.ts'
import { pipePart } from './pipe-part.ts'
import { sqlPart } from './whole-sql.ts'

const args = z.object({
  source: databaseArgs,
  target: databaseArgs,
  snapshot: z.string(),
  section: z.enum(['pre-data', 'post-data', 'sequences']),
  direct: z.boolean(),
})

/** Brings one section of the schema, as of the snapshot, in one transaction on the target. */
export const copySchema = defineAction({
  name: 'copy-schema',
  version: 1,
  args,
  on: ({ target }) => ('output' in target ? '' : target.host),
  shows: ({ source, target, section }) =>
    `${section === 'sequences' ? 'sequence values' : `pg_dump --schema-only --section=${section}`} of ${name(source)} | psql on ${name(target)}, one transaction`,
  run: async ({ source, target, snapshot, section, direct }, tools, context) => {
    if ((await arrived(tools, target)).has(section)) return {}
    const part = sqlPart(
      section,
      section === 'sequences' ? setSequences(source) : dumpSection(source, snapshot, section),
      target,
    )
    context.report({ done: 0, unit: 'bytes', note: `the ${section} section` })
    await pipePart(tools, { source, target, direct }, part, context, (done) => context.report({ done, unit: 'bytes' }))
    return {}
  },
})

function dumpSection(source: DatabaseRef, snapshot: string, section: string): Shell {
  return sh`pg_dump -w ${login(source)} -d ${source.database} --schema-only --section=${section} --exclude-schema=drover --snapshot=${snapshot}`
}

/** Statements that set every sequence to where it stands. Sequences are not part of a snapshot: they only ever run ahead of it. */
function setSequences(source: DatabaseRef): Shell {
  const sql = `select format('select pg_catalog.setval(%L, %s, %L);', format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value), last_value is not null) from pg_sequences where schemaname <> 'drover'`
  return sh`psql -qXAt -v ON_ERROR_STOP=1 -w ${login(source)} -d ${source.database} -c ${sql}`
}

function name(database: unknown): string {
  const known = databaseArgs.safeParse(database)
  return known.success ? `${known.data.database} on ${known.data.host}` : 'the database'
}
