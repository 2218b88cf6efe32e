import pg from 'pg'
import type { DatabaseRef } from '../model/ports.ts'
import { UserError } from '../model/user-error.ts'

/** The sentence for a question to Postgres that had no answer. Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export function postgresError(ref: DatabaseRef, timeoutMs: number, cause: unknown): UserError {
  if (cause instanceof UserError) return cause.code === 'port-refused' ? refused(ref) : cause
  if (!(cause instanceof pg.DatabaseError)) return lost(ref)
  if (cause.code === '28P01' || cause.code === '28000') return loginRefused(ref)
  if (cause.code === '3D000') return databaseMissing(ref)
  if (cause.code === '57014') return timedOut(ref, timeoutMs)
  if (cause.code === '53300' || cause.code === '57P03') return busy(ref, cause)
  if (cause.code === '57P01' || cause.code === '57P02') return lost(ref)
  const message = `${ref.host} refused a query on database ${ref.database}: ${primary(cause)}. Nothing was changed. See whether the database has what the check asks for.`
  return new UserError('postgres-error', message)
}

/** The sentence for a query that took too long. */
export function timedOut(ref: DatabaseRef, timeoutMs: number): UserError {
  const message = `${ref.host} did not answer a query on database ${ref.database} within ${timeoutMs / 1000} s, and the query was cancelled. Nothing is known from it. See what keeps the database busy, then ask again.`
  return new UserError('timeout', message)
}

/** The sentence for a held moment of the data that is not held any more. */
export function snapshotLost(ref: DatabaseRef, id: string): UserError {
  const message = `The snapshot ${id} of database ${ref.database} on ${ref.host} is gone: the server restarted, or the session that held it ended. What was copied under it cannot be continued. Roll back, which drops the new database, and start again.`
  return new UserError('snapshot-lost', message)
}

/** The sentence for a server that wants a password where none is configured. */
export function passwordWanted(ref: DatabaseRef): UserError {
  const message = `${ref.host} wants a password for role ${ref.user} on database ${ref.database}, and none is configured. Nothing was read. Name the secret that holds it.`
  return new UserError('postgres-auth', message)
}

/**
 * The primary message only: detail and context quote rows, which hold patient data. Class 22 quotes the offending value
 * in the message itself, and P0001 is free text of a function, so these are cut.
 */
function primary({ code = '', message }: pg.DatabaseError): string {
  if (code === 'P0001') return 'a function raised an error of its own'
  return code.startsWith('22') ? message.replace(/:? ".*$/s, ' [value left out]') : message
}

function loginRefused(ref: DatabaseRef): UserError {
  const next =
    ref.password === undefined
      ? `Allow the role in pg_hba.conf on ${ref.host}, or name the secret that holds its password.`
      : `Correct the secret ${ref.password}, or the role and pg_hba.conf on ${ref.host}.`
  const what = ref.password === undefined ? 'the login' : 'the password'
  const message = `${ref.host} refused ${what} of role ${ref.user} for database ${ref.database} on port ${ref.port}. Nothing was read. ${next}`
  return new UserError('postgres-auth', message)
}

function databaseMissing(ref: DatabaseRef): UserError {
  const message = `${ref.host} has no database ${ref.database} on port ${ref.port}. Nothing was read. Correct the name, or create the database.`
  return new UserError('postgres-database-missing', message)
}

/** The sentence for a server that lets nobody in just now: its connections are in use, or it starts or stops. */
function busy(ref: DatabaseRef, cause: pg.DatabaseError): UserError {
  const message = `${ref.host} lets nobody in to database ${ref.database} just now: ${primary(cause)}. Nothing was read. End some of its connections, or wait until it has started; then ask again.`
  return new UserError('postgres-busy', message)
}

function refused(ref: DatabaseRef): UserError {
  const message = `Nothing on ${ref.host} accepted a connection on port ${ref.port}, where Postgres with database ${ref.database} should be. Nothing was read. Start Postgres there, or correct the port.`
  return new UserError('postgres-refused', message)
}

function lost(ref: DatabaseRef): UserError {
  const message = `The connection to Postgres on ${ref.host} (port ${ref.port}) broke before the answer came. Nothing is known from the query. See whether Postgres restarted, then ask again.`
  return new UserError('postgres-lost', message)
}
