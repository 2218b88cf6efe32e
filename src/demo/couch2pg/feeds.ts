import type { Addresses, Couch2pgOptions } from './options.ts'

/** One CouchDB database, where its documents go, and the key of its row in couchdb_progress. */
export interface Feed {
  url: URL
  source: string
  table: string
}

/** The databases to follow, in couch2pg's order. */
export function feeds(options: Couch2pgOptions, addresses: Addresses): Feed[] {
  const suffixed = (suffix: string, table: string): Feed => {
    const url = new URL(addresses.couchdb)
    url.pathname += suffix
    return { url, source: `${options.couchdbUrl}${suffix}`, table }
  }
  return [
    ...(options.syncMedicDb ? [suffixed('', 'couchdb')] : []),
    ...(options.syncSentinelDb ? [suffixed('-sentinel', 'couchdb')] : []),
    ...(options.syncUserMetaDb ? [suffixed('-users-meta', 'couchdb_users_meta')] : []),
    ...(options.syncLogsDb ? [suffixed('-logs', 'couchdb_medic_logs')] : []),
    ...(options.syncUsersDb ? [accounts(options, addresses)] : []),
  ]
}

function accounts(options: Couch2pgOptions, addresses: Addresses): Feed {
  return {
    url: new URL('_users', addresses.couchdb),
    source: options.couchdbUrl.replace(/[^/]*$/, '_users'),
    table: 'couchdb_medic_users',
  }
}
