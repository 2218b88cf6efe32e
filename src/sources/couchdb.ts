import { once } from 'node:events'
import { isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as startTls } from 'node:tls'
import nano from 'nano'
import { Agent } from 'undici'
import type { Couches, CouchRef, Hosts, Secrets } from '../model/ports.ts'
import { couchError, couchMissing, statusOf } from './couchdb-error.ts'

/** What CouchDB is reached with. */
export interface CouchesOptions {
  readonly connect: Hosts['connect']
  readonly secrets: Secrets
}

const TIMEOUT_MS = 30_000

/** Read-only questions to CouchDB through our hosts' connections, each on a connection of its own. */
export function createCouches(options: CouchesOptions): Couches {
  return {
    info: (couch, database) =>
      ask(options, couch, async (server) => {
        const { doc_count, update_seq } = await server.db.get(database)
        return { docCount: doc_count, updateSeq: String(update_seq) }
      }),
    pending: async (couch, database, since) => {
      // limit=0 means 1 to CouchDB, so the one row it sends counts too.
      const count = await ask(options, couch, async (server) => {
        const { results, pending } = await server.db.changes(database, { since, limit: 1 })
        return results.length + pending
      })
      if (count === undefined) throw couchMissing(couch, database)
      return count
    },
  }
}

/** The answer, or undefined for what is not there (404). */
async function ask<T>(
  { connect, secrets }: CouchesOptions,
  couch: CouchRef,
  question: (server: nano.ServerScope) => Promise<T>,
): Promise<T | undefined> {
  const url = new URL(couch.url)
  let agent: Agent | undefined
  try {
    const password = await secrets.reveal(couch.password)
    agent = agentOver(await connect(couch.host, portOf(url), hostnameOf(url)), url)
    return await question(serverAt(withLogin(url, couch.user, password), agent))
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw couchError(couch, error)
  } finally {
    await agent?.destroy()
  }
}

function serverAt(url: string, agent: Agent): nano.ServerScope {
  const config: nano.Configuration = { url }
  // nano takes an agent here, while its types ask for an agent's class or options, and do not know parseUrl.
  return nano(Object.assign(config, { agentOptions: agent, parseUrl: false }))
}

/** An agent for one request on a stream that is already connected. */
function agentOver(stream: Duplex, url: URL): Agent {
  stream.on('error', () => {})
  return new Agent({
    connections: 1,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    connect: (_, done) => {
      ready(stream, url).then(
        (socket) => done(null, socket),
        (error: Error) => done(error, null),
      )
    },
  })
}

/** Rejects when the one connection is used up: a second request would mean that the first was sent again. */
async function ready(stream: Duplex, url: URL): Promise<Socket> {
  const socket = url.protocol === 'https:' ? await secured(stream, hostnameOf(url)) : stream
  if (!isSocketEnough(socket)) throw new Error('the connection is used up')
  return socket
}

/** undici's client reads, writes and destroys; what else a socket can, it asks for only where it is there. */
function isSocketEnough(stream: Duplex): stream is Socket {
  return !stream.destroyed
}

async function secured(stream: Duplex, hostname: string): Promise<Duplex> {
  const socket = startTls({ socket: stream, ...(isIP(hostname) === 0 && { servername: hostname }) })
  await once(socket, 'secureConnect')
  return socket
}

function withLogin(url: URL, user: string, password: string): string {
  const full = new URL(url)
  full.username = encodeURIComponent(user)
  full.password = encodeURIComponent(password)
  return full.href
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

/** URL keeps the brackets of an IPv6 address; nobody else wants them. */
function hostnameOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}
