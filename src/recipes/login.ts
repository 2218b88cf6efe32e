import type { DatabaseRef } from '../model/ports.ts'
import { pgpass, type SecretFile } from '../model/secret.ts'
import { type Shell, sh } from '../model/shell.ts'

/** Where the server is and who asks, as words for a Postgres client program. The password comes by a private file. */
export function login({ address, port, user }: DatabaseRef): Shell {
  return sh`-h ${address ?? '127.0.0.1'} -p ${port} -U ${user}`
}

/** The private file that holds the password of a login. */
export function passFile({ port, user, password }: DatabaseRef): { readonly pgpass: SecretFile } {
  return { pgpass: pgpass({ port, user, password }) }
}

/** What a database or a role may have set for its own good, and what would end a long copy or forbid it to write. */
const OPTIONS =
  '-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0 -c default_transaction_read_only=off'

/**
 * Points the client programs at the private file. It is made readable for them alone by the job itself. Names cross the
 * wire as UTF-8, which is what our own texts are.
 */
export const usePassFile: Shell = sh`export PGPASSFILE=${{ file: 'pgpass' }} PGAPPNAME=drover PGCONNECT_TIMEOUT=15 PGCLIENTENCODING=UTF8
export PGOPTIONS="${{ shell: [{ text: OPTIONS }] }}"
`

/** A pg_dump that says no more than what the target has to know: where it keeps its files is its own business. */
export function pgDump(database: DatabaseRef, snapshot: string): Shell {
  return sh`pg_dump -w ${login(database)} -d ${database.database} --schema-only --quote-all-identifiers --no-tablespaces --no-subscriptions --exclude-schema=drover --snapshot=${snapshot}`
}

/**
 * What pg_dump says in the encoding of the database and not as UTF-8: bytes of a database without an encoding (SQL_ASCII)
 * need not be UTF-8.
 */
export const AS_STORED: Shell = sh`PGCLIENTENCODING= `

/** A psql that stops at the first error, reads no start-up file and prints bare rows. */
export function psql(database: DatabaseRef, name = database.database): Shell {
  return sh`psql -qXAt -v ON_ERROR_STOP=1 -w ${login(database)} -d ${name}`
}
