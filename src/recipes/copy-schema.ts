import { z } from 'zod'
import { databaseArgs, showDatabase } from '../checks/database-args.ts'
import { defineAction } from '../model/define-action.ts'
import type { DatabaseRef } from '../model/ports.ts'
import { type Shell, sh } from '../model/shell.ts'
import { askAsOf } from './as-of.ts'
import { CHUNKS_SQL, CHUNKS_TABLE_SQL } from './chunk-list.ts'
import { settingsSql } from './database-settings.ts'
import { arrived } from './ledger.ts'
import { ENTRIES_TABLE_SQL, listEntries } from './list-entries.ts'
import { AS_STORED, pgDump, psql } from './login.ts'
import { MATVIEWS_SQL, MATVIEWS_TABLE_SQL } from './matview-list.ts'
import { pipePart } from './pipe-part.ts'
import { SEQUENCES_SQL } from './sequences-sql.ts'
import { sqlPart } from './whole-sql.ts'

const args = z.object({ source: databaseArgs, target: databaseArgs, snapshot: z.string(), direct: z.boolean() })

/**
 * Brings the tables, views and functions as of the snapshot in one transaction on the target, with the lists that later
 * steps work off: the pieces of the tables, the views to fill, and what pg_dump keeps for after the rows.
 */
export const copySchema = defineAction({
  name: 'copy-schema',
  version: 3,
  args,
  on: ({ target }) => ('output' in target ? '' : target.host),
  shows: ({ source, target }) =>
    `pg_dump --schema-only --section=pre-data and --section=post-data of ${name(source)} | psql on ${name(target)}, one transaction`,
  run: async ({ source, target, snapshot, direct }, tools, context) => {
    if ((await arrived(tools, target)).has('schema')) return {}
    context.report({ done: 0, unit: 'bytes' })
    const onBytes = (done: number) => context.report({ done, unit: 'bytes' })
    const part = sqlPart('schema', schemaOf(source, snapshot), target)
    await pipePart(tools, { source, target, direct }, part, context, [onBytes])
    return {}
  },
})

const ARCHIVE: Shell = sh`"$DROVER_FILES"/archive`

/** Prints a line of psql for the other side, which has no other way to know. */
const ENCODING_SQL = `select '\\set encoding ' || getdatabaseencoding()`

/** pg_dump leaves its session with no search path and the encoding of its database: what follows names its schema and is UTF-8. */
function schemaOf(source: DatabaseRef, snapshot: string): Shell {
  return sh`${AS_STORED}${pgDump(source, snapshot)} -Fc -Z0 --section=pre-data --section=post-data -f ${ARCHIVE}
pg_restore --section=pre-data --no-tablespaces -f "$DROVER_FILES"/schema.sql ${ARCHIVE}
sed ${'1,30{/^SET transaction_timeout = 0;$/d;}'} "$DROVER_FILES"/schema.sql
echo ${`set client_encoding = 'UTF8'; ${CHUNKS_TABLE_SQL} ${MATVIEWS_TABLE_SQL} ${ENTRIES_TABLE_SQL}`}
${askAsOf(source, snapshot, ENCODING_SQL, CHUNKS_SQL, MATVIEWS_SQL)}
${listEntries(ARCHIVE)}`
}

/**
 * Sets every sequence to where it stands, and the database's own settings and grants, which pg_dump takes for the
 * server's. Sequences are not part of a snapshot: they only ever run ahead of it.
 */
export const copySequences = defineAction({
  name: 'copy-sequences',
  version: 2,
  args: args.omit({ snapshot: true }),
  on: ({ target }) => ('output' in target ? '' : target.host),
  shows: ({ source, target }) => `sequence values and database settings of ${name(source)} | psql on ${name(target)}`,
  run: async ({ source, target, direct }, tools, context) => {
    if ((await arrived(tools, target)).has('sequences')) return {}
    const produce = sh`printf ${'%s\\n'} ${SEQUENCES_SQL} | ${psql(source)}
${psql(source)} -c ${settingsSql(target.database)}`
    await pipePart(tools, { source, target, direct }, sqlPart('sequences', produce, target), context, [() => {}])
    return {}
  },
})

function name(database: unknown): string {
  const known = databaseArgs.safeParse(database)
  return known.success ? showDatabase(known.data) : 'the database'
}
