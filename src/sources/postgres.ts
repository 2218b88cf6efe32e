import pg from 'pg'
import { pinSql } from '../model/pinned-settings.ts'
import type { DatabaseRef, Databases, Hosts, Secrets } from '../model/ports.ts'
import { passwordWanted, postgresError, snapshotLost, timedOut } from './postgres-error.ts'
import { TunnelSocket } from './tunnel-socket.ts'
import { within } from './within.ts'

/** What the databases are reached with. */
export interface DatabasesOptions {
  readonly connect: Hosts['connect']
  readonly secrets: Secrets
}

/** Databases with connections that stay open for a while. */
export interface ManagedDatabases extends Databases {
  close(): Promise<void>
}

const TIMEOUT_MS = 30_000
/** The server cancels first; the bot only gives up on a server that does not even say so. */
const MARGIN_MS = 5_000
/**
 * Most connections to one database at a time: more than anybody's streams, since a query that waits for one gives up
 * after 15 s. Only as many are opened as queries run at once.
 */
const CONNECTIONS = 20

/** Read-only SQL through our hosts' connections; a few connections per database, closed after 30 s without use. */
export function createDatabases(options: DatabasesOptions): ManagedDatabases {
  const pools = new Map<string, pg.Pool>()
  const poolOf = (ref: DatabaseRef) => {
    const key = JSON.stringify([ref.host, ref.address, ref.port, ref.database, ref.user, ref.password])
    const pool = pools.get(key) ?? createPool(ref, options)
    pools.set(key, pool)
    return pool
  }
  return {
    query: async (ref, sql, { timeoutMs = TIMEOUT_MS, snapshot, searchPath } = {}) => {
      const late = () => timedOut(ref, timeoutMs)
      const opening = `${BEGIN}; ${pinSql(searchPath)}; set local statement_timeout = ${Math.ceil(timeoutMs)}`
      const moment = snapshot === undefined ? undefined : { ref, id: snapshot }
      const asked = ask(poolOf(ref), opening, sql, timeoutMs, moment)
      return within(timeoutMs + MARGIN_MS, late, asked).catch((cause: unknown) => {
        throw postgresError(ref, timeoutMs, cause)
      })
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.end()))
      pools.clear()
    },
  }
}

function createPool(ref: DatabaseRef, { connect, secrets }: DatabasesOptions): pg.Pool {
  const pool = new pg.Pool({
    host: ref.address ?? '127.0.0.1',
    port: ref.port,
    database: ref.database,
    user: ref.user,
    password: async () => {
      if (ref.password === undefined) throw passwordWanted(ref)
      return secrets.reveal(ref.password)
    },
    ssl: false,
    stream: () => new TunnelSocket(() => connect(ref.host, ref.port, ref.address)),
    types: { getTypeParser },
    application_name: 'drover',
    max: CONNECTIONS,
    connectionTimeoutMillis: 15_000,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
  })
  // A connection may break at any time: an idle one is replaced, one in use fails its query. Nobody else needs the event.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** A moment of a database that another session holds. */
interface Snapshot {
  readonly ref: DatabaseRef
  readonly id: string
}

async function ask(
  pool: pg.Pool,
  opening: string,
  sql: string,
  timeoutMs: number,
  snapshot: Snapshot | undefined,
): Promise<readonly Record<string, unknown>[]> {
  const client = await begin(pool, opening, CONNECTIONS + 1)
  const giveBack = onlyOnce((broken: boolean) => client.release(broken))
  const timer = setTimeout(() => giveBack(true), timeoutMs + MARGIN_MS)
  try {
    if (snapshot) await importSnapshot(client, snapshot)
    const { rows } = await client.query<Record<string, unknown>>(oneStatement(sql))
    await client.query('ROLLBACK')
    giveBack(false)
    return rows
  } finally {
    clearTimeout(timer)
    giveBack(true)
  }
}

/** The pool takes a connection back once: from whoever gives up on it first. */
function onlyOnce(give: (broken: boolean) => void): (broken: boolean) => void {
  let given = false
  return (broken) => {
    if (!given) give(broken)
    given = true
  }
}

const BEGIN = 'begin isolation level repeatable read read only'

/** Begins on a connection that works: each idle one may have broken unseen, and nothing was asked on it yet. */
async function begin(pool: pg.Pool, opening: string, tries: number): Promise<pg.PoolClient> {
  const client = await pool.connect()
  try {
    await client.query(opening)
    return client
  } catch (error) {
    client.release(true)
    if (error instanceof pg.DatabaseError || tries <= 1) throw error
    return begin(pool, opening, tries - 1)
  }
}

/** Has to come before the first query of the transaction. */
async function importSnapshot(client: pg.PoolClient, { ref, id }: Snapshot): Promise<void> {
  if (!/^[0-9A-Fa-f-]+$/.test(id)) throw snapshotLost(ref, id)
  await client.query(`SET TRANSACTION SNAPSHOT '${id}'`).catch((error: unknown) => {
    throw error instanceof pg.DatabaseError ? snapshotLost(ref, id) : error
  })
}

/** The extended protocol takes one statement only, so none can end the read-only transaction and go on. */
function oneStatement(text: string): pg.QueryConfig & { readonly queryMode: 'extended' } {
  return { text, queryMode: 'extended' }
}

/** bigint and count(*) come as text; a number is handier where it holds the value exactly. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  return oid === pg.types.builtins.INT8 ? toNumber : pg.types.getTypeParser(oid, format)
}

function toNumber(text: string): number | string {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : text
}
