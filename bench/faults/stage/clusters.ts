import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createBedFolder } from '../../../src/demo/bed-folder.ts'
import { type Cluster, startCluster } from '../../../src/demo/cluster.ts'
import { serversIn, signal } from '../../../src/demo/processes.ts'
import { findTools } from '../../../src/demo/tools.ts'
import { until } from '../../../src/demo/until.ts'
import { progressOf } from '../../../src/model/run.ts'
import type { Ending } from '../cell.ts'
import type { Errand } from './errand.ts'
import { type Machine, startMachine } from './machine.ts'
import { BYTES_A_SECOND, rowsMigration } from './rows-migration.ts'
import { type LinkWays, type SlowLink, startSlowLink } from './slow-link.ts'
import { type SmallBot, startSmallBot } from './small-bot.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'

export const OLD = 'old-pg'
export const NEW = 'new-pg'
export const DATABASE = 'cht'

/** One side of a move: a host and the database server on it. */
export interface Side {
  readonly machine: Machine
  readonly cluster: Cluster
  /** Where the server has its data, if that can be filled. */
  readonly disk?: SmallDisk | undefined
  /** Ends the server with all of its processes by KILL, as a machine without memory does. */
  crash(): Promise<void>
}

/** A database on the source, a bot, and a run that moves it. */
export interface ClusterScene {
  readonly source: Side
  readonly target: Side
  readonly bot: SmallBot
  /** What the bot is there for, for another one to do it. */
  readonly errand: Errand
  /** What stands in front of both hosts, where the cell wants it. */
  readonly link?: SlowLink | undefined
  /** Waits until a piece of rows has landed, whoever sends them. */
  untilLanding(): Promise<void>
  /** Waits until some pieces of rows have landed, and more are on their way. */
  untilMidCopy(): Promise<void>
  /** Waits until a step has succeeded. */
  untilAfter(step: string): Promise<void>
}

export interface ClusterOptions {
  /** Who reads the source; the superuser when left out. `mover` may read everything and no more. */
  readonly sourceUser?: 'postgres' | 'mover'
  readonly targetSettings?: Readonly<Record<string, string>>
  /** Rows of the big table. */
  readonly rows?: number
  readonly bytesASecond?: number
  /** A disk of its own with so many megabytes under the server of a side. */
  readonly smallDisk?: { readonly on: typeof OLD | typeof NEW; readonly mb: number }
  /** How slowly both hosts are reached; as fast as this computer can when left out. */
  readonly link?: LinkWays
}

/** Rows of the big table where a cell wants no others: ten pieces, and several times what connections take along unseen. */
const ROWS = 150_000
/** Where a table that moves at once is enough. */
export const FEWER_ROWS = 30_000

/** Random rows, a view that is filled and one that never was. */
const content = (rows: number) => `create table docs (id int primary key, doc text);
insert into docs select i, md5(i::text) || md5((-i)::text) from generate_series(1, ${rows}) i;
create table few (a int); insert into few values (1), (2);
create index on docs (md5(doc));
create materialized view filled as select count(*) from docs;
create materialized view never_filled as select count(*) from few with no data;
grant select on all tables in schema public to mover;
alter table docs owner to couch2pg; alter table few owner to couch2pg;
alter materialized view filled owner to couch2pg; alter materialized view never_filled owner to couch2pg;`

/** Small servers that start quickly and do nothing by themselves. */
const SETTINGS = { shared_buffers: '16MB', autovacuum: 'off', max_wal_size: '256MB' }

/** Plays a cell on two clusters and two hosts of its own, and clears everything away. */
export async function onClusters(
  ways: ClusterOptions,
  body: (scene: ClusterScene) => Promise<Ending>,
): Promise<Ending> {
  const { sourceUser = 'postgres', targetSettings = {}, rows = ROWS, bytesASecond = BYTES_A_SECOND } = ways
  const [folder, { postgresBinDir }] = await Promise.all([createBedFolder(), findTools()])
  const side = async (name: string, extra: Readonly<Record<string, string>> = {}): Promise<Side> => {
    const dir = join(folder.dir, `${name}-postgres`)
    // Before the machine, whose mounts are its own from then on.
    const disk = ways.smallDisk?.on === name ? await folder.keep(mountSmallDisk(dir, ways.smallDisk.mb)) : undefined
    const at = { name, dir, bedDir: folder.dir, binDir: postgresBinDir, extraConfig: { ...SETTINGS, ...extra } }
    const [cluster, machine] = await Promise.all([
      folder.keep(startCluster(at)),
      folder.keep(startMachine(folder.dir, name, [postgresBinDir])),
    ])
    return { cluster, machine, disk, crash: () => crash(cluster.dataDir, dir) }
  }
  try {
    const [source, target] = await Promise.all([side(OLD), side(NEW, targetSettings)])
    for (const { cluster } of [source, target])
      await cluster.psql('postgres', `create role mover login password 'mover'`)
    await source.cluster.psql('postgres', `create database ${DATABASE} template template0 owner couch2pg`)
    await source.cluster.psql(DATABASE, content(rows))
    const ref = (host: string, { cluster }: Side, user = 'postgres') => ({
      ...{ host, port: cluster.port, database: DATABASE, user },
      password: user === 'postgres' ? host : user,
    })
    const { passwords } = source.cluster
    const { config: oldHost } = source.machine
    const { config: newHost } = target.machine
    const link = ways.link && (await folder.keep(startSlowLink(ways.link, [oldHost.port, newHost.port])))
    const [oldPort = oldHost.port, newPort = newHost.port] = link?.ports ?? []
    const errand: Errand = {
      dataPath: join(folder.dir, 'data'),
      hosts: { [OLD]: { ...oldHost, port: oldPort }, [NEW]: { ...newHost, port: newPort } },
      secrets: { [OLD]: passwords.postgres, [NEW]: target.cluster.passwords.postgres, mover: 'mover' },
      source: ref(OLD, source, sourceUser),
      target: ref(NEW, target),
      bytesASecond,
    }
    const migration = rowsMigration(errand.source, errand.target, bytesASecond)
    const bot = await folder.keep(startSmallBot({ ...errand, migration }))
    return await body({ ...sceneOf(source, target, bot, errand), link })
  } finally {
    await folder.clear()
  }
}

function sceneOf(source: Side, target: Side, bot: SmallBot, errand: Errand): ClusterScene {
  const landed = async () =>
    Number(await target.cluster.psql(DATABASE, `select count(*) from drover.ledger where id like 'chunk %'`))
  const untilLanding = async () => {
    await until(async () => ((await landed().catch(() => 0)) > 0 ? true : undefined), {
      timeoutMs: 120_000,
      otherwise: () => 'No piece of rows ever landed.',
    })
  }
  return {
    ...{ source, target, bot, errand, untilLanding },
    untilMidCopy: async () => {
      await bot.until('the copy of the rows', (run) => progressOf(run, 'copy-tables').startedAt)
      await untilLanding()
      const { state } = progressOf(await bot.run(), 'copy-tables')
      if (state !== 'live') throw new Error(`The copy was over before anything could happen in it: it is ${state}.`)
    },
    untilAfter: async (step) =>
      void (await bot.until(`the end of ${step}`, (run) => progressOf(run, step).state === 'succeeded')),
  }
}

async function crash(dataDir: string, dir: string): Promise<void> {
  const [pid] = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).split('\n')
  signal(Number(pid), 'SIGKILL')
  for (const left of await serversIn(dir)) signal(left, 'SIGKILL')
  await until(async () => ((await childrenIn(dir)) === 0 ? true : undefined), {
    timeoutMs: 30_000,
    otherwise: () => 'The server did not end.',
  })
}

async function childrenIn(dir: string): Promise<number> {
  return (await serversIn(dir)).length
}
