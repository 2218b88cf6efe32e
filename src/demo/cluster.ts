import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Daemon, startDaemon } from './daemon.ts'
import { createDataFolder } from './data-folder.ts'
import { freePort } from './free-port.ts'
import { newPassword } from './password.ts'
import { BED_VARIABLE } from './processes.ts'
import { psql } from './psql.ts'
import { type Identity, postgresIdentity } from './server-identity.ts'
import { until } from './until.ts'

/** Login roles of every cluster: the superuser, the owner of the data, and one that may only look. */
export type ClusterRole = 'postgres' | 'couch2pg' | 'reporter'

/** What `startCluster` needs to know. */
export interface ClusterOptions {
  name: string
  /** Folder to create; `bedDir` marks the processes. */
  dir: string
  bedDir: string
  binDir: string
  port?: number
  /** True stores couch2pg's password as SCRAM, which couch2pg cannot use. */
  scram?: boolean
  /** More server settings, `name` to `value`. */
  extraConfig?: Record<string, string>
}

/** A throwaway PostgreSQL server on 127.0.0.1. */
export interface Cluster {
  name: string
  port: number
  binDir: string
  socketDir: string
  dataDir: string
  passwords: Record<ClusterRole, string>
  url(role: ClusterRole, database: string): string
  /** Runs SQL as superuser; see psql.ts. */
  psql(database: string, input: string | Iterable<string>): Promise<string>
  start(): Promise<void>
  stop(): Promise<void>
}

// A bed lives for minutes and is never recovered after a power cut, so it does without fsync.
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_permissions: '0700',
  max_connections: '60',
  // The default since PostgreSQL 14; initdb lowers it where md5 logins are allowed.
  password_encryption: 'scram-sha-256',
  fsync: 'off',
  synchronous_commit: 'off',
  max_wal_size: '2GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** Creates a cluster with its roles and starts it. The databases are the caller's. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { name, dir, binDir } = options
  const port = options.port ?? (await freePort())
  const identity = await postgresIdentity()
  const passwords = { postgres: newPassword(), couch2pg: newPassword(), reporter: newPassword() }
  const place = { dir, dataDir: await createDataFolder(name, { dir, binDir }, identity), binDir, socketDir: dir, port }

  let daemon: Daemon | undefined
  const start = async () => {
    daemon = await runServer(place, identity, options)
  }
  await start()
  await psql(place, 'postgres', rolesSql(passwords, options.scram ?? false))
  return {
    name,
    ...place,
    passwords,
    url: (role, database) => `postgres://${role}:${passwords[role]}@127.0.0.1:${port}/${database}`,
    psql: (database, input) => psql(place, database, input),
    start,
    stop: async () => daemon?.stop('SIGINT'),
  }
}

interface Place {
  dir: string
  dataDir: string
  binDir: string
  socketDir: string
  port: number
}

async function runServer(place: Place, identity: Identity, options: ClusterOptions): Promise<Daemon> {
  const settings = { ...SETTINGS, ...options.extraConfig, unix_socket_directories: place.socketDir }
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const daemon = await startDaemon({
    program: join(place.binDir, 'postgres'),
    args: ['-D', place.dataDir, '-p', String(place.port), ...flags],
    env: { LC_ALL: 'C', PATH: `${place.binDir}:/usr/bin:/bin`, [BED_VARIABLE]: options.bedDir },
    cwd: place.dir,
    logPath: join(place.dir, 'server.log'),
    ...identity,
  })
  await until(() => isReady(place, daemon), {
    timeoutMs: 60_000,
    otherwise: async () => `The demo's database server ${options.name} did not start: ${await daemon.lastWords()}`,
  })
  return daemon
}

// The server writes "ready" into its pid file once it takes connections (its own pidfile.h).
async function isReady(place: Place, daemon: Daemon): Promise<true | undefined> {
  if (daemon.hasEnded()) throw new Error(`The demo's database server ended at once: ${await daemon.lastWords()}`)
  const lines = (await readFile(join(place.dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  return lines[0] === String(daemon.pid) && lines[7]?.trim() === 'ready' ? true : undefined
}

// couch2pg's own client speaks md5 only.
function rolesSql(passwords: Record<ClusterRole, string>, scram: boolean): string {
  return [
    `SET password_encryption = '${scram ? 'scram-sha-256' : 'md5'}';`,
    `CREATE ROLE couch2pg LOGIN PASSWORD '${passwords.couch2pg}';`,
    `SET password_encryption = 'scram-sha-256';`,
    `ALTER ROLE postgres PASSWORD '${passwords.postgres}';`,
    `CREATE ROLE reporter LOGIN PASSWORD '${passwords.reporter}';`,
  ].join('\n')
}
