import { join } from 'node:path'
import pg from 'pg'
import { createBedFolder } from '../../../src/demo/bed-folder.ts'
import { type Cluster, type ClusterOptions, startCluster } from '../../../src/demo/cluster.ts'
import { type SshHost, startSshHost } from '../../../src/demo/ssh-host.ts'
import { createSshKey } from '../../../src/demo/ssh-key.ts'
import { findTools } from '../../../src/demo/tools.ts'
import type { DatabaseRef, Tools } from '../../../src/model/ports.ts'
import { createHosts } from '../../../src/remote/hosts.ts'
import { createDatabases } from '../../../src/sources/postgres.ts'
import { secretsOf } from '../../remote/bed/secrets-of.ts'

/** One side: a host with sshd, and the database server on it. */
export interface PhysicalSide {
  readonly host: SshHost
  readonly cluster: Cluster
  readonly ref: DatabaseRef
}

/** Two hosts, two real clusters, and a bot's tools for them. */
export interface PhysicalBed {
  readonly source: PhysicalSide
  readonly target: PhysicalSide
  /** A bot's view of the world; each call is another bot. */
  bot(secrets?: Readonly<Record<string, string>>): { tools: Tools; leave(): Promise<void> }
  stop(): Promise<void>
}

/** Starts a bed whose source holds database cht with this many rows. */
export async function startPhysicalBed(
  rows: number,
  config: { source?: ClusterOptions['extraConfig']; target?: ClusterOptions['extraConfig'] } = {},
): Promise<PhysicalBed> {
  const [tools, folder] = await Promise.all([findTools(), createBedFolder()])
  const key = await createSshKey(tools.sshKeygen, join(folder.dir, 'operator_key'))
  const side = async (name: string, extraConfig: ClusterOptions['extraConfig'] = {}): Promise<PhysicalSide> => {
    const host = await folder.keep(
      startSshHost({
        ...{ name, tools, dir: join(folder.dir, name), bedDir: folder.dir, pathDirs: [tools.postgresBinDir] },
        authorizedKeys: [key.publicKey],
        privateKeyPath: key.privateKeyPath,
      }),
    )
    const dir = join(folder.dir, `${name}-postgres`)
    const cluster = await folder.keep(
      startCluster({ name, dir, bedDir: folder.dir, binDir: tools.postgresBinDir, extraConfig }),
    )
    const ref = { host: name, port: cluster.port, database: 'cht', user: 'postgres', password: name }
    return { host, cluster, ref }
  }
  const [source, target] = await Promise.all([side('pg-old', config.source), side('pg-new', config.target)])
  await source.cluster.psql('postgres', 'create database cht owner couch2pg')
  await source.cluster.psql('cht', `set role couch2pg;${CONTENT_SQL(rows)}`)
  const leaving: (() => Promise<void>)[] = []
  const bot = (more: Readonly<Record<string, string>> = {}) => {
    const secrets = secretsOf({
      'pg-old': source.cluster.passwords.postgres,
      'pg-new': target.cluster.passwords.postgres,
      ...more,
    })
    const hosts = createHosts({ 'pg-old': hostConfig(source.host), 'pg-new': hostConfig(target.host) }, { secrets })
    const databases = createDatabases({ connect: hosts.connect, secrets })
    const refuse = () => {
      throw new Error('nobody asks a CouchDB here')
    }
    const couches = { info: refuse, pending: refuse }
    const leave = async () => {
      await databases.close()
      await hosts.close()
    }
    leaving.push(leave)
    return { tools: { hosts, databases, couches, secrets, now: () => new Date() }, leave }
  }
  const stop = async () => {
    for (const leave of leaving) await leave()
    await folder.clear()
  }
  return { source, target, bot, stop }
}

function hostConfig(host: SshHost) {
  const { address, port, user, hostKeyFingerprint: hostKey, privateKeyPath: key } = host
  return { connect: 'ssh' as const, address, port, user, hostKey, key }
}

function CONTENT_SQL(rows: number): string {
  return `
    create table couchdb (id bigint generated always as identity primary key, doc jsonb not null);
    create table "Odd ""Name" (at timestamptz default clock_timestamp(), note text);
    insert into couchdb (doc) select jsonb_build_object('_id', i, 'text', repeat(md5(i::text), 20)) from generate_series(1, ${rows}) i;
    insert into "Odd ""Name" (note) select md5(i::text) from generate_series(1, 100) i;
    create materialized view latest as select max(id) as id from couchdb;
    create unique index on latest (id);`
}

/** Somebody who writes to the source without a pause, in transactions of two rows each. */
export async function startWriter(cluster: Cluster): Promise<{ written(): number; stop(): Promise<void> }> {
  const client = new pg.Client({ connectionString: cluster.url('couch2pg', 'cht') })
  await client.connect()
  let written = 0
  let over = false
  const writing = (async () => {
    while (!over) {
      await client.query('begin')
      await client.query(`insert into couchdb (doc) values (jsonb_build_object('written', ${written}))`)
      await client.query(`insert into "Odd ""Name" (note) values ('${written}')`)
      await client.query(`update couchdb set doc = doc || '{"seen": ${written}}' where id = ${(written % 100) + 1}`)
      await client.query('commit')
      written += 1
    }
  })()
  return {
    written: () => written,
    stop: async () => {
      over = true
      await writing
      await client.end()
    },
  }
}
