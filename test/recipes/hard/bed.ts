import { join } from 'node:path'
import { type BedFolder, createBedFolder } from '../../../src/demo/bed-folder.ts'
import { type Cluster, startCluster } from '../../../src/demo/cluster.ts'
import { type SshHost, startSshHost } from '../../../src/demo/ssh-host.ts'
import { createSshKey } from '../../../src/demo/ssh-key.ts'
import { findTools } from '../../../src/demo/tools.ts'
import type { DatabaseRef, Tools } from '../../../src/model/ports.ts'
import type { HostConfig } from '../../../src/remote/host-config.ts'
import { createHosts } from '../../../src/remote/hosts.ts'
import { createDatabases } from '../../../src/sources/postgres.ts'
import { secretsOf } from '../../remote/bed/secrets-of.ts'

export const OLD = 'old-pg'
export const NEW = 'new-pg'

/** One side: the database server, how a bot reaches its host, and the sshd there unless the host is this computer. */
export interface HardSide {
  readonly cluster: Cluster
  readonly host: HostConfig
  readonly sshd: SshHost | undefined
}

/** A bot's connections; another bot is another process that knows nothing of this one's. */
export interface Bot {
  readonly tools: Tools
  leave(): Promise<void>
}

/** Two real clusters on two hosts. */
export interface HardBed {
  readonly folder: BedFolder
  readonly source: HardSide
  readonly target: HardSide
  readonly tools: Tools
  /** `hosts` stand for the bed's own where something is in front of them. */
  bot(hosts?: Readonly<Record<string, HostConfig>>): Bot
  /** Makes a database on the source and fills it. */
  fill(database: string, sql: string, create?: string): Promise<void>
  ref(side: 'source' | 'target', database: string, user?: DatabaseRef['user']): DatabaseRef
  stop(): Promise<void>
}

/** How the hosts are reached, and how the servers are set up. */
export interface HardOptions {
  readonly connect: 'local' | 'ssh'
  /** Words that start the shell of both hosts. */
  readonly shell?: string
  /** Folders with programs, instead of the usual ones. */
  readonly path?: readonly string[]
  /** A folder with programs that come before all others, Postgres' own included. */
  readonly before?: string
}

/** Starts a bed. */
export async function startHardBed({
  connect,
  shell,
  path = ['/usr/bin', '/bin'],
  before,
}: HardOptions): Promise<HardBed> {
  const [tools, folder] = await Promise.all([findTools(), createBedFolder()])
  const key = await createSshKey(tools.sshKeygen, join(folder.dir, 'operator_key'))
  const settings = { shared_buffers: '16MB', autovacuum: 'off', max_wal_size: '256MB' }
  const side = async (name: string): Promise<HardSide> => {
    const dir = join(folder.dir, name)
    const [cluster, sshd] = await Promise.all([
      folder.keep(
        startCluster({
          ...{ name, dir: `${dir}-postgres`, bedDir: folder.dir, binDir: tools.postgresBinDir },
          extraConfig: settings,
        }),
      ),
      connect === 'local'
        ? undefined
        : folder.keep(
            startSshHost({
              ...{ name, dir, tools, bedDir: folder.dir, pathDirs: [tools.postgresBinDir] },
              authorizedKeys: [key.publicKey],
              privateKeyPath: key.privateKeyPath,
            }),
          ),
    ])
    const words = shell === undefined ? {} : { shell }
    const env = { HOME: dir, PATH: [...(before ? [before] : []), tools.postgresBinDir, ...path].join(':') }
    const local = { connect: 'local' as const, jobs: join(dir, 'jobs'), env, ...words }
    return { cluster, sshd, host: sshd ? sshConfig(sshd) : local }
  }
  const [source, target] = await Promise.all([side(OLD), side(NEW)])
  const secrets = secretsOf({
    [OLD]: source.cluster.passwords.postgres,
    [NEW]: target.cluster.passwords.postgres,
    [`${OLD} couch2pg`]: source.cluster.passwords.couch2pg,
    [`${NEW} couch2pg`]: target.cluster.passwords.couch2pg,
  })
  const leaving: Bot[] = []
  const bot = (hosts: Readonly<Record<string, HostConfig>> = {}): Bot => {
    const reached = createHosts({ [OLD]: source.host, [NEW]: target.host, ...hosts }, { secrets, graceMs: 2000 })
    const databases = createDatabases({ connect: reached.connect, secrets })
    const couches = { info: refuse, pending: refuse }
    const leave = async () => {
      await databases.close()
      await reached.close()
    }
    const made = { tools: { hosts: reached, databases, couches, secrets, now: () => new Date() }, leave }
    leaving.push(made)
    return made
  }
  return {
    ...{ folder, source, target, bot, tools: bot().tools },
    fill: async (database, sql, create = '') => {
      await source.cluster.psql('postgres', `create database ${database} template template0 owner couch2pg ${create}`)
      await source.cluster.psql(database, sql)
    },
    ref: (which, database, user = 'postgres') => {
      const [host, { cluster }] = which === 'source' ? [OLD, source] : [NEW, target]
      return { host, port: cluster.port, database, user, password: user === 'postgres' ? host : `${host} ${user}` }
    },
    stop: async () => {
      for (const { leave } of leaving) await leave()
      await folder.clear()
    },
  }
}

export function sshConfig(host: SshHost, port = host.port): HostConfig {
  const { address, user, hostKeyFingerprint: hostKey, privateKeyPath: key } = host
  return { connect: 'ssh', address, port, user, hostKey, key }
}

function refuse(): never {
  throw new Error('nobody asks a CouchDB here')
}
