import * as z from 'zod/mini'
import type { CouchDocument } from '../documents/words.ts'

/** A page of a changes feed, as couch2pg uses it. */
export interface ChangesBatch {
  lastSeq: string
  changedIds: string[]
  deletedIds: string[]
}

/** CouchDB answered, but not with what was asked for. */
export class CouchRefusal extends Error {
  override name = 'CouchRefusal'
  readonly status: number
  readonly error: string
  readonly reason: string

  constructor(status: number, error: string, reason: string) {
    super(reason)
    this.status = status
    this.error = error
    this.reason = reason
  }
}

/** CouchDB could not be reached; `code` is the system's, for example ECONNREFUSED. */
export class CouchUnreachable extends Error {
  override name = 'CouchUnreachable'
  readonly code: string

  constructor(url: string, code: string, reason: string) {
    super(`request to ${url} failed, reason: ${reason}`)
    this.code = code
  }
}

const refusalBody = z.object({ error: z.string(), reason: z.string() })
const systemError = z.object({ code: z.string(), message: z.string() })
const changesBody = z.object({
  last_seq: z.string(),
  results: z.array(z.object({ id: z.string(), deleted: z.optional(z.boolean()) })),
})
const document = z.looseObject({ _id: z.string(), _rev: z.string() })
const documentsBody = z.object({ rows: z.array(z.object({ doc: z.optional(document) })) })

/** At most `limit` changes after `since`; none for a database that does not exist (main.ts says why). */
export async function fetchChanges(database: URL, since: string, limit: number): Promise<ChangesBatch> {
  const query = new URLSearchParams({ limit: String(limit), since, style: 'all_docs' })
  const page = await ask(database, `_changes?${query}`).catch((error: unknown) => {
    if (error instanceof CouchRefusal && error.status === 404) return { last_seq: since, results: [] }
    throw error
  })
  const { last_seq, results } = changesBody.parse(page)
  return {
    lastSeq: last_seq,
    changedIds: results.filter(({ deleted }) => !deleted).map(({ id }) => id),
    deletedIds: results.filter(({ deleted }) => deleted).map(({ id }) => id),
  }
}

/** The documents with these ids; those deleted meanwhile are left out. */
export async function fetchDocuments(database: URL, keys: string[]): Promise<CouchDocument[]> {
  const { rows } = documentsBody.parse(await ask(database, '_all_docs?include_docs=true', { keys }))
  return rows.map(({ doc }) => doc).filter((doc) => doc !== undefined)
}

async function ask(database: URL, path: string, body?: unknown): Promise<unknown> {
  const login = `${decodeURIComponent(database.username)}:${decodeURIComponent(database.password)}`
  const base = `${database.protocol}//${database.host}${database.pathname}/`
  const response = await fetch(`${base}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(login).toString('base64')}`,
      'Content-Type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw unreachable(base, error)
  })
  if (response.ok) return response.json()
  const { error, reason } = refusalBody.parse(await response.json())
  throw new CouchRefusal(response.status, error, reason)
}

// fetch() wraps the system's error, and wraps one for each address it tried when a name has several.
function unreachable(url: string, error: unknown): CouchUnreachable {
  const cause = error instanceof Error ? error.cause : undefined
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause
  const { code, message } = z.catch(systemError, { code: 'UNKNOWN', message: String(error) }).parse(first)
  return new CouchUnreachable(url, code, message)
}
