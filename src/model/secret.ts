/** A secret by the name it has in drover.yml. It has no value here, so it cannot be printed by accident. */
export interface SecretRef {
  readonly secret: string
  /** How the value is written into the file: as it is, or with `:` and `\` escaped as a .pgpass line wants it. */
  readonly as: 'plain' | 'pgpass'
}

/** A private file of a job: lines of text with secrets in them, revealed only while it is sent to the host. */
export interface SecretFile {
  readonly lines: readonly (readonly (string | SecretRef)[])[]
}

/**
 * A .pgpass file for these logins. Without a password the file is empty and the server's own rules (peer, trust) hold.
 * Format: https://www.postgresql.org/docs/current/libpq-pgpass.html
 */
export function pgpass(
  ...logins: readonly { port: number; user: string; password?: string | undefined }[]
): SecretFile {
  const lines = logins.flatMap(({ port, user, password }) =>
    password === undefined ? [] : [[`*:${port}:*:${user}:`, { secret: password, as: 'pgpass' as const }]],
  )
  return { lines }
}

/** The file's text, once its secrets are known. */
export function fill(file: SecretFile, secrets: ReadonlyMap<string, string>): string {
  return file.lines.map((line) => `${line.map((part) => fillPart(part, secrets)).join('')}\n`).join('')
}

/** Names of the secrets a file needs. */
export function secretsIn(file: SecretFile): readonly string[] {
  return file.lines.flat().flatMap((part) => (typeof part === 'string' ? [] : [part.secret]))
}

function fillPart(part: string | SecretRef, secrets: ReadonlyMap<string, string>): string {
  if (typeof part === 'string') return part
  const value = secrets.get(part.secret)
  if (value === undefined) throw new Error(`secret ${part.secret} was not revealed`)
  return part.as === 'pgpass' ? value.replaceAll('\\', '\\\\').replaceAll(':', '\\:') : value
}
