import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { Cell, Ending } from '../cell.ts'
import { type ClusterScene, DATABASE, onClusters, type Side } from '../stage/clusters.ts'
import { endsEqual } from '../stage/move-endings.ts'

/** A program of a host that comes before the real one. */
async function putInFront({ machine }: Side, program: string, text: string): Promise<() => Promise<void>> {
  const path = join(machine.binDir, program)
  await writeFile(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  return () => rm(path, { force: true })
}

async function tooMany(scene: ClusterScene): Promise<Ending> {
  const { target, bot } = scene
  const taken: pg.Client[] = []
  await bot.begin()
  await scene.untilMidCopy()
  let isOver = false
  const taking = (async () => {
    while (!isOver) {
      const client = new pg.Client(target.cluster.url('postgres', 'postgres'))
      client.on('error', () => undefined)
      await client.connect().then(
        () => taken.push(client),
        () => new Promise((resolve) => setTimeout(resolve, 5)),
      )
    }
  })()
  const giveBack = async () => {
    isOver = true
    await taking
    await Promise.all(taken.splice(0).map((client) => client.end().catch(() => undefined)))
  }
  try {
    await bot.until('a word', (run) => run.status !== 'running' || bot.runs.stallOf(run.id))
    return await endsEqual(scene, giveBack)
  } finally {
    await giveBack()
  }
}

async function timeouts(scene: ClusterScene): Promise<Ending> {
  for (const { cluster } of [scene.source, scene.target])
    await cluster.psql('postgres', `alter role postgres set statement_timeout = '200ms'`)
  await scene.bot.begin()
  return endsEqual(scene)
}

async function locked(scene: ClusterScene): Promise<Ending> {
  const { source, bot } = scene
  const client = new pg.Client(source.cluster.url('postgres', DATABASE))
  await client.connect()
  try {
    await bot.begin()
    // Checks that wait for the lock would only say that the database does not answer.
    await scene.untilAfter('inventory')
    await client.query('begin; lock table docs in access exclusive mode')
    await bot.until('a failure', ({ status }) => status === 'failed')
    return await endsEqual(scene, async () => void (await client.query('rollback')))
  } finally {
    await client.end()
  }
}

async function revoked(scene: ClusterScene): Promise<Ending> {
  const { source, bot } = scene
  await bot.begin()
  await scene.untilMidCopy()
  await source.cluster.psql(DATABASE, 'revoke select on docs, few from mover')
  await bot.until('a failure', ({ status }) => status === 'failed')
  return endsEqual(scene, async () => void (await source.cluster.psql(DATABASE, 'grant select on docs, few to mover')))
}

/** The source's psql ends in the middle of the rows and says that all went well. */
async function cutShort(scene: ClusterScene): Promise<Ending> {
  const real = join(scene.source.cluster.binDir, 'psql')
  const text = `case "$*" in *chunks.sql*) ${real} "$@" 2>/dev/null | head -c 100000; exit 0 ;; esac\nexec ${real} "$@"`
  const remove = await putInFront(scene.source, 'psql', text)
  await scene.bot.begin()
  await scene.bot.until('a failure', ({ status }) => status === 'failed')
  return endsEqual(scene, remove)
}

/** As pg_dump 15 said it of a server 18. */
const MISMATCH = `echo 'pg_dump: error: aborting because of server version mismatch
pg_dump: detail: server version: 18.4; pg_dump version: 15.18' >&2
exit 1`

async function mismatch(scene: ClusterScene): Promise<Ending> {
  const remove = await putInFront(scene.source, 'pg_dump', MISMATCH)
  await scene.bot.begin()
  await scene.bot.until('a failure', ({ status }) => status === 'failed')
  return endsEqual(scene, remove)
}

const part = 'Postgres'
const may = 'right'

export const REFUSALS: readonly Cell[] = [
  {
    ...{ part, may, name: 'too-many-connections' },
    fault: 'others take every connection of the target in the middle of the copy',
    should: 'it says so; when there is room again it goes on, and both hold the same',
    run: () => onClusters({ targetSettings: { max_connections: '20' } }, tooMany),
  },
  {
    ...{ part, may, name: 'statement-timeout' },
    fault: 'the login has a statement timeout of 200 ms on both servers',
    should: 'the move is not bound by it, and both hold the same',
    run: () => onClusters({}, timeouts),
  },
  {
    ...{ part, may, name: 'table-locked' },
    fault: 'somebody holds a table of the source in an exclusive lock',
    should: 'the failure says so after half a minute; a retry goes on, and both hold the same',
    run: () => onClusters({}, locked),
  },
  {
    ...{ part, may, name: 'role-revoked' },
    fault: 'the login loses its right to read the source in the middle of the copy',
    should: 'the failure names the table; granted again, a retry sends what is missing, and both hold the same',
    run: () => onClusters({ sourceUser: 'mover' }, revoked),
  },
  {
    ...{ part, may, name: 'truncated-stream' },
    fault: 'the stream of rows ends early and says that it ended well',
    should: 'nothing of the piece is kept; a retry sends it again, and both hold the same',
    run: () => onClusters({}, cutShort),
  },
  {
    ...{ part, may, name: 'version-mismatch' },
    fault: 'pg_dump on the source is older than the server (its words are recorded)',
    should: 'the failure says what to install; a retry goes on, and both hold the same',
    run: () => onClusters({}, mismatch),
  },
]
