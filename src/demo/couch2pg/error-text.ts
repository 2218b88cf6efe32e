import { inspect } from 'node:util'
import pg from 'pg'
import type { CouchRefusal, CouchUnreachable } from './couch-client.ts'
import { COUCHDB_FRAMES, FETCH_FRAMES, POSTGRES_FRAMES, SETUP_CONNECT_FRAME, SETUP_FRAMES } from './frames.ts'

/** How a failed statement of a run looks in the log. */
export function statementErrorText(error: unknown, query: string): string {
  if (!(error instanceof pg.DatabaseError)) return errorText(error)
  return shown(`error: ${error.message}`, POSTGRES_FRAMES, { ...databaseFields(error), query, params: undefined })
}

/** How a failure before the first run looks: couch2pg could not get at its own tables. */
export function setupErrorText(error: unknown): string {
  const helpfulDescription = 'Prep() table CHECK query Failed'
  if (error instanceof pg.DatabaseError) {
    return shown(`error: ${error.message}`, SETUP_FRAMES, { ...databaseFields(error), helpfulDescription })
  }
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  if (first instanceof Error && 'code' in first && 'address' in first && 'port' in first) {
    const { code, address, port } = first
    const fields = { errno: code, code, syscall: 'connect', address, port, helpfulDescription }
    return shown(`Error: ${first.message}`, SETUP_CONNECT_FRAME, fields)
  }
  return errorText(first)
}

/** How an unreachable CouchDB looks in the log. */
export function unreachableText(error: CouchUnreachable): string {
  return shown(`FetchError: ${error.message}`, FETCH_FRAMES, { type: 'system', errno: error.code, code: error.code })
}

/** How an answer of CouchDB that is an error looks in the log. */
export function refusalText({ error, reason, status }: CouchRefusal): string {
  const stack = `Error\n${COUCHDB_FRAMES.join('\n')}`
  return inspect({ error, reason, status, name: error, message: reason, stack }, { compact: false })
}

/** Everything else. */
export function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function shown(title: string, frames: readonly string[], fields: object): string {
  return `${[title, ...frames].join('\n')} ${inspect(fields, { compact: false })}`
}

function databaseFields(error: pg.DatabaseError) {
  const { length, severity, code, detail, hint, position, internalPosition, internalQuery, where } = error
  const { schema, table, column, dataType, constraint, file, line, routine } = error
  return {
    ...{ length, severity, code, detail, hint, position, internalPosition, internalQuery, where },
    ...{ schema, table, column, dataType, constraint, file, line, routine },
  }
}
