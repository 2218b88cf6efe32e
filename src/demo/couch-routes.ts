import { z } from 'zod'
import { type Change, type CouchDatabase, parseSequence } from './couch-database.ts'

/** A request after login: the path is decoded and split, `['medic', '_changes']`. */
export interface CouchRequest {
  method: string
  path: string[]
  query: URLSearchParams
  body: string
}

/** What goes back; `text` is the whole body. */
export interface CouchAnswer {
  status: number
  text: string
}

const WELCOME = {
  couchdb: 'Welcome',
  version: '3.5.0',
  git_sha: '11f0d36',
  uuid: '8c2a1f0be3d14b7a9f6d5c4e3b2a1908',
  features: ['quickjs', 'access-ready', 'partitioned', 'pluggable-storage-engines', 'reshard', 'scheduler'],
  vendor: { name: 'The Apache Software Foundation' },
}
const NODES = ['couchdb@127.0.0.1']
const MOST_KEYS = 100

const keysBody = z.object({ keys: z.array(z.string()) })
const bulkGetBody = z.object({ docs: z.array(z.object({ id: z.string() })) })

/** Answers as CouchDB 3.5 does, for what couch2pg and read-only checks ask. Nothing can be created or written. */
export function answer(databases: CouchDatabase[], request: CouchRequest): CouchAnswer {
  const [first = '', second, ...rest] = request.path
  if (first === '' || (first.startsWith('_') && first !== '_users')) return serverAnswer(databases, first, request)
  const database = databases.find(({ name }) => name === first)
  if (!database) return failure(404, 'not_found', 'Database does not exist.')
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (second === undefined) return isRead ? json(databaseInfo(database)) : notAllowed('GET,HEAD')
  if (second === '_changes') return changes(database, request.query)
  if (second === '_all_docs') return allDocs(database, request)
  if (second === '_bulk_get') return bulkGet(database, request.body)
  if (!isRead) return notAllowed('GET,HEAD')
  const document = database.get([second, ...rest].join('/'))
  return document ? json(document) : failure(404, 'not_found', 'missing')
}

/** CouchDB's shape of an error. */
export function failure(status: number, error: string, reason: string): CouchAnswer {
  return { status, text: `${JSON.stringify({ error, reason })}\n` }
}

function json(value: unknown): CouchAnswer {
  return { status: 200, text: `${JSON.stringify(value)}\n` }
}

function notAllowed(methods: string): CouchAnswer {
  return failure(405, 'method_not_allowed', `Only ${methods} allowed`)
}

function serverAnswer(databases: CouchDatabase[], path: string, request: CouchRequest): CouchAnswer {
  if (path === '') return json(WELCOME)
  if (path === '_up') return json({ status: 'ok', seeds: {} })
  if (path === '_all_dbs') return json(databases.map(({ name }) => name).sort())
  if (path === '_membership') return json({ all_nodes: NODES, cluster_nodes: NODES })
  if (path === '_active_tasks') return json([])
  if (path === '_dbs_info') return databasesInfo(databases, request.body)
  return failure(404, 'not_found', 'Database does not exist.')
}

function databasesInfo(databases: CouchDatabase[], body: string): CouchAnswer {
  const parsed = parse(keysBody, body)
  if (!parsed) return failure(400, 'bad_request', '`keys` member must exist.')
  if (parsed.keys.length > MOST_KEYS) return failure(400, 'bad_request', 'too_many_keys')
  const rows = parsed.keys.map((key) => {
    const database = databases.find(({ name }) => name === key)
    return database ? { key, info: databaseInfo(database) } : { key, error: 'not_found' }
  })
  return json(rows)
}

function databaseInfo(database: CouchDatabase) {
  const bytes = database.docCount * 500
  return {
    instance_start_time: '1795235382',
    db_name: database.name,
    purge_seq: database.sequence(0),
    update_seq: database.sequence(database.lastSeq),
    sizes: { file: bytes * 2, external: bytes, active: Math.round(bytes * 1.5) },
    props: {},
    doc_del_count: database.deletedCount,
    doc_count: database.docCount,
    disk_format_version: 8,
    compact_running: false,
    cluster: { q: 8, n: 1, w: 1, r: 1 },
  }
}

function changes(database: CouchDatabase, query: URLSearchParams): CouchAnswer {
  const since = query.get('since') === 'now' ? database.lastSeq : parseSequence(query.get('since') ?? '0')
  if (since === undefined) {
    return failure(400, 'bad_request', "Malformed sequence supplied in 'since' parameter.")
  }
  const limit = query.get('limit') ?? String(Number.MAX_SAFE_INTEGER)
  if (!/^\d+$/.test(limit)) return failure(400, 'query_parse_error', `Invalid value for integer: "${limit}"`)
  const page = database.changes(since, Number(limit))
  const rows = page.changes.map((change) => changeRow(database, change, query.get('include_docs') === 'true'))
  const lastSeq = JSON.stringify(database.sequence(page.lastSeq))
  const text = `{"results":[\n${rows.join(',\r\n')}\n],\n"last_seq":${lastSeq},"pending":${page.pending}}\n\n`
  return { status: 200, text }
}

function changeRow(database: CouchDatabase, change: Change, withDocument: boolean): string {
  const { id, rev, deleted } = change
  const document = deleted ? { _id: id, _rev: rev, _deleted: true } : database.get(id)
  return JSON.stringify({
    seq: database.sequence(change.seq),
    id,
    changes: [{ rev }],
    ...(deleted ? { deleted } : {}),
    ...(withDocument ? { doc: document } : {}),
  })
}

function allDocs(database: CouchDatabase, request: CouchRequest): CouchAnswer {
  const withDocuments = request.query.get('include_docs') === 'true'
  const keys = parse(keysBody, request.body)?.keys ?? [...database.documents()].map(({ _id }) => _id).sort()
  const limit = Number(request.query.get('limit') ?? keys.length)
  const rows = keys.slice(0, limit).map((key) => {
    const doc = database.get(key)
    if (!doc) return JSON.stringify({ key, error: 'not_found' })
    return JSON.stringify({ id: key, key, value: { rev: doc._rev }, ...(withDocuments ? { doc } : {}) })
  })
  return {
    status: 200,
    text: `{"total_rows":${database.docCount},"offset":0,"rows":[\r\n${rows.join(',\r\n')}\r\n]}\n`,
  }
}

function bulkGet(database: CouchDatabase, body: string): CouchAnswer {
  const parsed = parse(bulkGetBody, body)
  if (!parsed) return failure(400, 'bad_request', "Missing JSON list of 'docs'.")
  const results = parsed.docs.map(({ id }) => {
    const ok = database.get(id)
    const missing = { id, rev: 'undefined', error: 'not_found', reason: 'missing' }
    return { id, docs: [ok ? { ok } : { error: missing }] }
  })
  return json({ results })
}

function parse<T>(schema: z.ZodType<T>, body: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(body)).data
  } catch {
    return undefined
  }
}
