import * as z from 'zod/mini'

/** couch2pg's settings, in the order in which it prints them. */
export interface Couch2pgOptions {
  debug: boolean
  v4Mode: boolean
  /** COUCHDB_URL without scheme and login: also the key under which progress is stored. */
  couchdbUrl: string
  postgresqlUrl: string
  docLimit: number | undefined
  changesLimit: number
  retryCount: number | undefined
  sleepMins: number
  couchdbUsersMetaDocLimit: number
  syncMedicDb: boolean
  syncSentinelDb: boolean
  syncUserMetaDb: boolean
  syncLogsDb: boolean
  syncUsersDb: boolean
}

/** Addresses with their logins; never printed. */
export interface Addresses {
  couchdb: URL
  postgresql: string
}

const number = z.pipe(
  z.optional(z.string()),
  z.transform((text) => (text ? Number(text) : undefined)),
)
const unlessFalse = z.pipe(
  z.optional(z.string()),
  z.transform((text) => text !== 'false'),
)

const environment = z.object({
  COUCHDB_URL: z.url(),
  POSTGRESQL_URL: z.url(),
  V4_MODE: z.optional(z.string()),
  COUCH2PG_DEBUG: unlessFalse,
  COUCH2PG_DOC_LIMIT: number,
  COUCH2PG_CHANGES_LIMIT: number,
  COUCH2PG_RETRY_COUNT: number,
  COUCH2PG_SLEEP_MINS: number,
  COUCH2PG_USERS_META_DOC_LIMIT: number,
  SYNC_DB_MEDIC: unlessFalse,
  SYNC_DB_SENTINEL: unlessFalse,
  SYNC_DB_USER_META: unlessFalse,
  SYNC_DB_LOGS: unlessFalse,
  SYNC_DB_USERS: unlessFalse,
})

/** Settings and addresses from the environment, with the defaults of cht-couch2pg 3.7.0; throws on a bad URL. */
export function readEnvironment(env: Record<string, string | undefined>): [Couch2pgOptions, Addresses] {
  const set = environment.parse(env)
  const options = {
    debug: set.COUCH2PG_DEBUG,
    v4Mode: set.V4_MODE === 'true',
    couchdbUrl: withoutLogin(set.COUCHDB_URL),
    postgresqlUrl: withoutLogin(set.POSTGRESQL_URL),
    docLimit: set.COUCH2PG_DOC_LIMIT,
    changesLimit: set.COUCH2PG_CHANGES_LIMIT ?? 10_000,
    retryCount: set.COUCH2PG_RETRY_COUNT,
    sleepMins: set.COUCH2PG_SLEEP_MINS ?? 60,
    couchdbUsersMetaDocLimit: set.COUCH2PG_USERS_META_DOC_LIMIT ?? 50,
    syncMedicDb: set.SYNC_DB_MEDIC,
    syncSentinelDb: set.SYNC_DB_SENTINEL,
    syncUserMetaDb: set.SYNC_DB_USER_META,
    syncLogsDb: set.SYNC_DB_LOGS,
    syncUsersDb: set.SYNC_DB_USERS,
  }
  return [options, { couchdb: new URL(set.COUCHDB_URL), postgresql: set.POSTGRESQL_URL }]
}

/** `host[:port]/path` exactly as typed: another spelling is another key, and couch2pg starts at 0 for it. */
export function withoutLogin(url: string): string {
  return url.replace(/^\w+:\/\/(?:[^@/]*@)?/, '')
}
