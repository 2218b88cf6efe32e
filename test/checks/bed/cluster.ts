import { join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { createBedFolder } from '../../../src/demo/bed-folder.ts'
import { startCluster } from '../../../src/demo/cluster.ts'
import { findTools } from '../../../src/demo/tools.ts'
import type { DatabaseRef, Tools } from '../../../src/model/ports.ts'
import { createHosts } from '../../../src/remote/hosts.ts'
import { createDatabases } from '../../../src/sources/postgres.ts'
import { fakeTools } from '../fake-tools.ts'

/** A real server with databases on two hosts of that name, and the real tools to look at them. */
export interface RealCluster {
  readonly tools: Tools
  /** HOME on both hosts. */
  readonly home: string
  /** Makes a database, fills it, and says how it is reached from a host. */
  fill(name: string, sql: string, options?: { host?: string; create?: string }): Promise<DatabaseRef>
  psql(database: string, sql: string): Promise<string>
  /** Holds the present moment of a database. */
  hold(database: string): Promise<{ readonly id: string; release(): Promise<void> }>
  /** Copies a database as pg_dump does it. */
  copy(from: string, to: string): Promise<void>
}

/** Lives as long as the test file. `settings` go into its postgresql.conf. */
export async function startRealCluster(settings: Readonly<Record<string, string>> = {}): Promise<RealCluster> {
  const { dir: folder, keep, clear } = await createBedFolder()
  const { postgresBinDir } = await findTools()
  const cluster = await keep(
    startCluster({
      name: 'hashes',
      dir: join(folder, 'pg'),
      bedDir: folder,
      binDir: postgresBinDir,
      extraConfig: { timezone: 'Asia/Kathmandu', max_connections: '200', ...settings },
    }),
  )
  const secrets = { reveal: async () => cluster.passwords.postgres, names: () => ['pg'] }
  const env = { HOME: folder, PATH: `${postgresBinDir}:/usr/bin:/bin` }
  const host = { connect: 'local' as const, env, jobs: join(folder, 'jobs') }
  const hosts = createHosts({ 'old-pg': host, 'new-pg': host }, { secrets })
  const databases = createDatabases({ connect: hosts.connect, secrets })
  after(async () => {
    await databases.close()
    await hosts.close()
    await clear()
  })
  const at = (database: string, name = 'new-pg') => ({
    ...{ host: name, port: cluster.port, database },
    ...{ user: 'postgres', password: 'pg' },
  })
  return {
    tools: { ...fakeTools({}), hosts, databases, secrets },
    home: folder,
    psql: (database, sql) => cluster.psql(database, sql),
    hold: async (database) => {
      const client = new pg.Client(cluster.url('postgres', database))
      await client.connect()
      await client.query('begin isolation level repeatable read read only')
      const { rows } = await client.query<{ id: string }>('select pg_export_snapshot() as id')
      return { id: rows[0]?.id ?? '', release: () => client.end() }
    },
    fill: async (name, sql, { host, create = 'template template0' } = {}) => {
      await cluster.psql('postgres', `create database ${name} ${create}`)
      await cluster.psql(name, sql)
      return at(name, host)
    },
    copy: async (from, to) => {
      const login = `-h ${cluster.socketDir} -p ${cluster.port} -U postgres`
      const { code, stderr } = await hosts.ask(
        'new-pg',
        `pg_dump ${login} ${from} | psql -qX -v ON_ERROR_STOP=1 ${login} -d ${to} >/dev/null`,
      )
      if (code !== 0) throw new Error(stderr)
    },
  }
}
