import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { CouchInstance } from './couch-instance.ts'
import { couchInstance } from './couch-instance.ts'
import { answer, type CouchAnswer, failure } from './couch-routes.ts'
import { freePort } from './free-port.ts'

/** What `startCouchdb` needs to know: an instance, or the size and seed of a new one. */
export interface CouchdbOptions {
  port?: number
  user?: string
  password?: string
  instance?: CouchInstance
  docs?: number
  seed?: number
}

/** A stand-in for the CouchDB of a CHT instance on 127.0.0.1, which asks for a login as CHT's does. */
export interface Couchdb {
  port: number
  user: string
  password: string
  instance: CouchInstance
  /** Value of COUCHDB_URL; another spelling of the host gives other progress keys in couch2pg. */
  url(host?: string): string
  /** Health workers send `count` more reports while everything runs. */
  add(count: number): void
  /** Reports that were there are edited. */
  change(count: number): void
  /** Reports that were there are deleted. */
  remove(count: number): void
  start(): Promise<void>
  stop(): Promise<void>
}

/** Documents of a bed when nothing else is said. */
export const DEFAULT_DOCS = 20_000

/** Seed of a bed when nothing else is said. */
export const DEFAULT_SEED = 7

/** Starts the stand-in; its port stays the same over `stop` and `start`. */
export async function startCouchdb(options: CouchdbOptions): Promise<Couchdb> {
  const { user = 'medic', password = 'secret' } = options
  const port = options.port ?? (await freePort())
  const instance = options.instance ?? couchInstance(options.docs ?? DEFAULT_DOCS, options.seed ?? DEFAULT_SEED)
  const login = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const server = createServer((request, response) => {
    respond(instance, login, request, response).catch(() => response.destroy())
  })
  const start = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  await start()
  return {
    ...{ port, user, password, instance },
    url: (host = '127.0.0.1') => `http://${user}:${password}@${host}:${port}/medic`,
    add: (count) => instance.add(count),
    change: (count) => instance.change(count),
    remove: (count) => instance.remove(count),
    start,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function respond(
  instance: CouchInstance,
  login: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request)
  const { status, text } = refusal(login, request.headers.authorization) ?? routed(instance, request, body)
  const headers = {
    'Cache-Control': 'must-revalidate',
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    Server: 'CouchDB/3.5.0 (Erlang OTP/25)',
  }
  response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : text)
}

function refusal(login: string, sent: string | undefined): CouchAnswer | undefined {
  if (sent === login) return undefined
  const reason = sent === undefined ? 'Authentication required.' : 'Name or password is incorrect.'
  return failure(401, 'unauthorized', reason)
}

function routed(instance: CouchInstance, request: IncomingMessage, body: string): CouchAnswer {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://couchdb')
  const path = pathname.split('/').slice(1).map(decodeURIComponent)
  // PouchDB clients ask for `/medic/`.
  const trimmed = path.length > 1 && path.at(-1) === '' ? path.slice(0, -1) : path
  return answer(instance.all, { method: request.method ?? 'GET', path: trimmed, query: searchParams, body })
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) if (Buffer.isBuffer(piece)) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}
