import type { CouchRef } from '../model/ports.ts'
import { UserError } from '../model/user-error.ts'

/** The sentence for a question to CouchDB that had no answer. The cause is left out: nano's errors hold the request. */
export function couchError(couch: CouchRef, cause: unknown): UserError {
  if (cause instanceof UserError) return cause.code === 'port-refused' ? refused(couch) : cause
  const status = statusOf(cause)
  if (status === 401 || status === 403) {
    const message = `CouchDB at ${placeOf(couch)} refused the password of user ${couch.user}. Nothing was read. Correct the secret ${couch.password}, or the user there.`
    return new UserError('couchdb-auth', message)
  }
  if (status === undefined) {
    const message = `CouchDB at ${placeOf(couch)} gave no answer, or broke off in the middle of one. Nothing is known from it. See whether CouchDB runs there, then ask again.`
    return new UserError('couchdb-lost', message)
  }
  const message = `CouchDB at ${placeOf(couch)} answered with status ${status}. Nothing is known from it. Look into its log, then ask again.`
  return new UserError('couchdb-error', message)
}

/** The sentence for a database that is not there where one has to be. */
export function couchMissing(couch: CouchRef, database: string): UserError {
  const message = `CouchDB at ${placeOf(couch)} has no database ${database}. Nothing was read. Correct the name, or wait until it is there.`
  return new UserError('couchdb-missing', message)
}

/** The HTTP status nano puts on its errors, or undefined when there was no answer. */
export function statusOf(cause: unknown): number | undefined {
  if (typeof cause !== 'object' || cause === null || !('statusCode' in cause)) return undefined
  return typeof cause.statusCode === 'number' ? cause.statusCode : undefined
}

function refused(couch: CouchRef): UserError {
  const message = `Nothing accepted a connection at ${placeOf(couch)}, where CouchDB should be. Nothing was read. Start CouchDB there, or correct its url.`
  return new UserError('couchdb-refused', message)
}

/** Host and URL without any login somebody may have written into it. */
function placeOf({ host, url }: CouchRef): string {
  return `${new URL(url).origin} on ${host}`
}
