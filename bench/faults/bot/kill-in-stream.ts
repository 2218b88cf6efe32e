import { setTimeout as wait } from 'node:timers/promises'
import { dice } from '../../../src/demo/documents/dice.ts'
import { until } from '../../../src/demo/until.ts'
import { type Cell, type Ending, endingOf } from '../cell.ts'
import { type ClusterScene, DATABASE, onClusters, type Side } from '../stage/clusters.ts'
import { endsEqual } from '../stage/move-endings.ts'
import { startMover } from '../stage/mover.ts'

/** More than the buffers on the way hold, so that both servers are at it. */
const ROWS = 200_000
const BYTES_A_SECOND = 2_000_000
/** A piece of rows takes about so long; the death comes somewhere in it. */
const PIECE_MS = 1500
/** Both servers have to see by then that nobody is there. */
const LINGER_MS = 10_000

/** The bot dies while rows pass through it; another one sends what is missing, and the old sessions are gone by then. */
async function dieInStream(scene: ClusterScene, seed: number): Promise<Ending> {
  const { source, target, bot, errand } = scene
  await bot.stop()
  const mover = startMover(errand)
  await scene.untilLanding()
  await wait(dice(`death ${seed}`).between(0, PIECE_MS))
  const [reading, writing] = await Promise.all([streamsOf(source), streamsOf(target)])
  await mover.kill()
  const killedMs = performance.now()
  if (reading.length === 0 || writing.length === 0)
    throw new Error(
      `No rows were on their way when the bot died: ${reading.length} sessions read, ${writing.length} wrote.`,
    )
  const lingered = await untilGone([source, target], [reading, writing], killedMs)
  const kept = await comeTo(target)
  if (kept.rows === 0 || kept.rows === ROWS) throw new Error(`${kept.rows} rows had landed, so nothing was in between.`)
  await bot.restart()
  const ending = await endsEqual(scene)
  const end = await comeTo(target)
  const sent = end.inserted - kept.inserted
  const isExact = sent === ROWS - kept.rows
  const left = (await Promise.all([streamsOf(source), streamsOf(target)])).flat().length
  const saw = `${kept.rows} of ${ROWS} rows had landed; the next bot sent ${sent}. ${reading.length + writing.length} sessions of the dead one were gone after ${lingered} ms; ${left} are left at the end. ${ending.saw}`
  return endingOf([
    { ended: isExact && left === 0 ? 'right' : 'wrong', saw },
    { ...ending, saw },
  ])
}

/** Server sessions that read or write rows for a bot. */
async function streamsOf({ cluster }: Side): Promise<readonly string[]> {
  const found = await cluster.psql(DATABASE, STREAMS)
  return found.split('\n').filter(Boolean)
}

const STREAMS = `select pid from pg_stat_activity
where backend_type = 'client backend' and query ilike 'copy%' and pid <> pg_backend_pid()`

/** Gives after how many milliseconds the last of them was gone. */
async function untilGone(
  sides: readonly Side[],
  pids: readonly (readonly string[])[],
  sinceMs: number,
): Promise<number> {
  const left = async () => {
    const now = await Promise.all(sides.map(streamsOf))
    return now.flatMap((found, index) => found.filter((pid) => pids[index]?.includes(pid)))
  }
  await until(async () => ((await left()).length === 0 ? true : undefined), {
    timeoutMs: LINGER_MS,
    otherwise: async () => `Sessions of the dead bot linger: ${(await left()).join(', ')}.`,
  })
  return Math.round(performance.now() - sinceMs)
}

/** Rows that are there, and rows that were ever put in, those of broken transactions included. */
async function comeTo({ cluster }: Side): Promise<{ readonly rows: number; readonly inserted: number }> {
  const sql = `select (select count(*) from docs) || ' ' || n_tup_ins from pg_stat_user_tables where relname = 'docs'`
  const [rows, inserted] = (await cluster.psql(DATABASE, sql)).split(' ').map(Number)
  return { rows: rows ?? 0, inserted: inserted ?? 0 }
}

export const KILL_IN_STREAM: Cell = {
  part: 'Bot',
  name: 'kill-in-stream',
  fault: 'killed while rows stream through it from one server to the other (when by seed)',
  should: 'its sessions end; the next one sends only what is missing, and both hold the same',
  may: 'right',
  run: (seed) => onClusters({ rows: ROWS, bytesASecond: BYTES_A_SECOND }, (scene) => dieInStream(scene, seed)),
}
