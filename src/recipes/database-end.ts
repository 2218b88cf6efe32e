import type { DatabaseRef, PipeEnd, Tools } from '../model/ports.ts'
import { fill, secretsIn } from '../model/secret.ts'
import { render, type Shell } from '../model/shell.ts'
import { passFile } from './login.ts'

/** A command on a database's host as one end of a stream, with the password in a private file beside the given ones. */
export async function databaseEnd(
  tools: Tools,
  database: DatabaseRef,
  shell: Shell,
  files: Readonly<Record<string, string>> = {},
): Promise<PipeEnd> {
  const { pgpass } = passFile(database)
  const names = secretsIn(pgpass)
  const values = await Promise.all(names.map((name) => tools.secrets.reveal(name)))
  const secrets = new Map(names.map((name, index) => [name, values[index] ?? '']))
  const command = render(shell, { output: () => undefined })
  return { host: database.host, command, files: { ...files, pgpass: fill(pgpass, secrets) } }
}
