import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Cluster } from './cluster.ts'
import { installCouch2pg } from './runtime/install.ts'
import type { Place } from './runtime/place.ts'
import type { SshHost } from './ssh-host.ts'

/** One side of a move: a host, the database server on it, and its couch2pg. */
export interface Side {
  host: SshHost
  cluster: Cluster
  couch2pg: Couch2pg
}

/** couch2pg on one host, driven as an operator drives it there, but without SSH. */
export interface Couch2pg {
  place: Place
  /** Runs `docker compose …` in the project folder and returns what it printed. */
  compose(...words: string[]): Promise<string>
}

/** What couch2pg on a host is told. */
export interface Couch2pgSettings {
  couchdbUrl: string
  postgresqlUrl: string
  sleepMins: number
}

/** Installs couch2pg on a host; `docker compose create` has run, `start` or `up -d` starts it. */
export async function setUpCouch2pg(host: SshHost, settings: Couch2pgSettings): Promise<Couch2pg> {
  const place = await installCouch2pg(host.dir, {
    COUCHDB_URL: settings.couchdbUrl,
    POSTGRESQL_URL: settings.postgresqlUrl,
    COUCH2PG_SLEEP_MINS: String(settings.sleepMins),
    COUCH2PG_USERS_META_DOC_LIMIT: '1000',
    COUCH2PG_CHANGES_LIMIT: '5000',
    COUCH2PG_RETRY_COUNT: '5',
  })
  const compose = async (...words: string[]) => {
    const args = ['compose', '--project-directory', place.projectDir, ...words]
    const { stdout } = await promisify(execFile)(join(host.binDir, 'docker'), args, { env: host.env })
    return stdout
  }
  await compose('create')
  return { place, compose }
}
