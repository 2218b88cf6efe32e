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

/** Points the client programs at the private file. It is made readable for them alone by the job itself. */
export const usePassFile: Shell = sh`export PGPASSFILE=${{ file: 'pgpass' }} PGAPPNAME=drover PGCONNECT_TIMEOUT=15
`

/** A psql that stops at the first error, reads no start-up file and prints bare rows. */
export function psql(database: DatabaseRef, name = database.database): Shell {
  return sh`psql -qXAt -v ON_ERROR_STOP=1 -w ${login(database)} -d ${name}`
}
