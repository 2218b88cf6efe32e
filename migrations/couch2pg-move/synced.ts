import { outputOf } from '../../src/kit.ts'

/** What couch2pg reads beside the main database, and the setting that turns each off: only the exact text `false` does. */
const PARTS = [
  { setting: 'SYNC_DB_MEDIC', suffix: '' },
  { setting: 'SYNC_DB_SENTINEL', suffix: '-sentinel' },
  { setting: 'SYNC_DB_USER_META', suffix: '-users-meta' },
  { setting: 'SYNC_DB_LOGS', suffix: '-logs' },
] as const

/** CouchDB databases by name, and couch2pg's resume key for each, in the same order. */
export interface Synced {
  readonly names: readonly string[]
  readonly keys: readonly string[]
}

/** The databases that settings let couch2pg read. `place` is `host[:port]/path` of COUCHDB_URL, from which it makes its keys. */
export function syncedFrom(place: string, setting: (key: string) => string | undefined): Synced {
  const host = place.slice(0, place.indexOf('/'))
  const main = place.slice(place.indexOf('/') + 1)
  const on = PARTS.filter(({ setting: key }) => setting(key) !== 'false').map(({ suffix }) => suffix)
  const users = setting('SYNC_DB_USERS') === 'false' ? [] : ['_users']
  return {
    names: [...on.map((suffix) => `${main}${suffix}`), ...users],
    keys: [...on.map((suffix) => `${place}${suffix}`), ...users.map((name) => `${host}/${name}`)],
  }
}

/** `host[:port]/path` of a URL without login. */
export function placeOf(url: string): string {
  return url.slice(url.indexOf('://') + 3)
}

const SETTINGS = { id: 'settings' }

/** What the settings step found couch2pg to read, for later steps. */
export const SYNCED = { names: outputOf(SETTINGS, 'names'), keys: outputOf(SETTINGS, 'keys') }
