import type { Couchdb } from './couchdb.ts'
import type { Side } from './side.ts'

/** How to reach a host, and how to know that it is the right one. */
export interface HostWiring {
  address: string
  port: number
  user: string
  privateKeyPath: string
  /** `ssh-ed25519 AAAA…` */
  hostKey: string
  hostKeyFingerprint: string
}

/** One side, in the words of a configuration file. */
export interface SideWiring {
  host: HostWiring
  postgresPort: number
  /** Folder with couch2pg's docker-compose.yml and .env. */
  projectDir: string
  /** couch2pg's log in the runtime's keeping, for tests. */
  logFile: string
}

/** Plain data to build a drover.yml from. Passwords are not in it: see the bed's `secrets`. */
export interface Wiring {
  database: string
  couchdb: { host: string; port: number; user: string }
  /** Folder with pg_dump, pg_restore and psql; it is also in the PATH of both hosts. */
  postgresBinDir: string
  source: SideWiring
  target: SideWiring
}

/** Collects what a configuration needs to know about a bed, as it is now: a changed host key shows. */
export function wiring(database: string, couchdb: Couchdb, source: Side, target: Side): Wiring {
  return {
    database,
    couchdb: { host: '127.0.0.1', port: couchdb.port, user: couchdb.user },
    postgresBinDir: source.cluster.binDir,
    source: sideWiring(source),
    target: sideWiring(target),
  }
}

function sideWiring({ host, cluster, couch2pg }: Side): SideWiring {
  const { address, port, user, privateKeyPath, hostKeyPublic, hostKeyFingerprint } = host
  return {
    host: { address, port, user, privateKeyPath, hostKey: hostKeyPublic, hostKeyFingerprint },
    postgresPort: cluster.port,
    projectDir: couch2pg.place.projectDir,
    logFile: couch2pg.place.logFile,
  }
}
