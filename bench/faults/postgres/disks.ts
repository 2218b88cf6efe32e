import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { progressOf } from '../../../src/model/run.ts'
import type { Cell, Ending } from '../cell.ts'
import { type ClusterScene, FEWER_ROWS, NEW, OLD, onClusters, type Side } from '../stage/clusters.ts'
import { endsEqual } from '../stage/move-endings.ts'

/** Room is made; a server that had to end for want of it is started again. */
const makeRoom = (side: Side) => async () => {
  await side.disk?.free()
  const isUp = await side.cluster.psql('postgres', 'select 1').catch(() => undefined)
  if (isUp === undefined) await side.cluster.start().catch(() => undefined)
}

const LOW_MB = 300

/** Somebody else's files take most of the disk while rows land. */
async function getsLow(scene: ClusterScene): Promise<Ending> {
  const { target, bot } = scene
  await bot.begin()
  await scene.untilMidCopy()
  await target.disk?.fill(LOW_MB)
  const run = await bot.until('a hold', ({ status }) => status === 'held' || status === 'failed')
  if (run.status !== 'held' || !/Free space there, then release/.test(run.hold?.reason ?? ''))
    return { ended: 'wrong', saw: `It was not held: ${run.status} ${run.hold?.reason ?? ''}` }
  if (await metFullDisk(target)) return { ended: 'wrong', saw: 'The server found no space before the run was held.' }
  return endsEqual(scene, makeRoom(target))
}

/** All of it at once, between two looks of the watch: the server itself finds no room for a row. */
async function isFullAtOnce(scene: ClusterScene): Promise<Ending> {
  const { target, bot } = scene
  await bot.begin()
  await scene.untilMidCopy()
  await target.disk?.fill()
  await bot.until('a failure or a hold', ({ status }) => status === 'held' || status === 'failed')
  const ending = await endsEqual(scene, makeRoom(target))
  if (!(await metFullDisk(target))) throw new Error(`The server never found its disk full. ${ending.saw}`)
  return ending
}

/** Full before the moment is exported that hashes, schema and rows are read as of. */
async function sourceIsFull(scene: ClusterScene): Promise<Ending> {
  const { source, bot } = scene
  await source.disk?.fill()
  await bot.begin()
  const run = await bot.until('a failure', ({ status }) => status === 'failed' || status === 'succeeded')
  if (run.status === 'succeeded') throw new Error('Nothing of the move needed room on the source.')
  return endsEqual(scene, makeRoom(source))
}

async function metFullDisk({ cluster }: Side): Promise<boolean> {
  return (await readFile(join(cluster.socketDir, 'server.log'), 'utf8')).includes('No space left on device')
}

/** The folder of the jobs on the source, where every command gets its private files, fills while the hashes are made. */
async function sourceHostIsFull(scene: ClusterScene): Promise<Ending> {
  const { machine } = scene.source
  const { jobsDir } = machine
  await machine.asRoot(`mount -t tmpfs -o size=1m,mode=0777 tmpfs ${jobsDir}`)
  await scene.bot.begin()
  await scene.untilAfter('hold-snapshot')
  await machine.asRoot(`cat /dev/zero > ${jobsDir}/ballast 2>/dev/null || :`)
  const run = await scene.bot.until(
    'a word',
    ({ id, status }) => status === 'failed' || status === 'succeeded' || scene.bot.runs.stallOf(id),
  )
  if (run.status === 'succeeded') throw new Error('Nothing of the move needed room on the source.')
  const words = progressOf(run, run.plan.steps[run.at]?.id ?? '').failure?.summary ?? scene.bot.runs.stallOf(run.id)
  const ending = await endsEqual(scene, async () => void (await machine.asRoot(`rm -f ${jobsDir}/ballast`)))
  return { ...ending, saw: `First it said: ${words} ${ending.saw}` }
}

const part = 'Postgres'
const may = 'right'
/** Long enough that the watch looks more than once while rows land. */
const SLOWLY = 100_000

/** Disks of both sides while a database moves. */
export const DISKS: readonly Cell[] = [
  {
    ...{ part, may, name: 'target-disk-low' },
    fault: 'others take most of the disk under the target’s data while rows land',
    should:
      'the run is held before the disk is full and says what to free; released, it goes on, and both hold the same',
    run: () => onClusters({ smallDisk: { on: NEW, mb: 450 }, rows: FEWER_ROWS, bytesASecond: SLOWLY }, getsLow),
  },
  {
    ...{ part, may, name: 'target-disk-full' },
    fault: 'the disk under the target’s data is full at once while rows land',
    should: 'it says so and what to do; when there is room it goes on, and both hold the same',
    run: () => onClusters({ smallDisk: { on: NEW, mb: 300 } }, isFullAtOnce),
  },
  {
    ...{ part, may, name: 'source-disk-full' },
    fault: 'the disk under the source’s data is full when a moment of it is to be held for hashes and copy',
    should: 'it says so and what to do; when there is room it goes on, and both hold the same',
    run: () => onClusters({ smallDisk: { on: OLD, mb: 300 } }, sourceIsFull),
  },
  {
    ...{ part, may, name: 'source-host-full' },
    fault: 'the disk with the folder of the jobs on the source fills while the hashes are made',
    should: 'it says so and what to free; when there is room it goes on, and both hold the same',
    run: () => onClusters({}, sourceHostIsFull),
  },
]
