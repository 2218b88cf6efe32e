import { setTimeout as sleep } from 'node:timers/promises'
import type { Cell } from '../cell.ts'
import { type HostScene, onMachine } from '../stage/host-scene.ts'
import { endsRight } from '../stage/job-endings.ts'
import type { Machine } from '../stage/machine.ts'
import { whereIs } from '../stage/small-bot.ts'

/** The folder of the jobs lies on a disk of 1 MB of its own; the ledger does not. */
async function giveSmallDisk({ asRoot, jobsDir }: Machine): Promise<void> {
  await asRoot(`mount -t tmpfs -o size=1m,mode=0777 tmpfs ${jobsDir}`).catch((cause: unknown) => {
    throw new Error('A small disk could not be mounted, so no disk was full.', { cause })
  })
}

const fill = ({ asRoot, jobsDir }: Machine) =>
  asRoot(`cat /dev/zero > ${jobsDir}/ballast 2>/dev/null || :; [ "$(df --output=avail ${jobsDir} | tail -n 1)" -eq 0 ]`)
const free = ({ asRoot, jobsDir }: Machine) => asRoot(`rm ${jobsDir}/ballast`)

/** Full before the job comes: the bot says so, with what to free, and goes on when there is room. */
async function fullAtStart(scene: HostScene) {
  const { machine, bot } = scene
  await giveSmallDisk(machine)
  await fill(machine)
  await bot.begin()
  await scene.letGo()
  const stalled = await bot.until('a word about the disk', ({ id }) => bot.runs.stallOf(id))
  const said = bot.runs.stallOf(stalled.id) ?? ''
  if (!/could not start the job .*No space left on device.* Its script did not run\. Free what is missing/.test(said))
    return { ended: 'wrong' as const, saw: `It said: ${said}` }
  await free(machine)
  return endsRight(scene)
}

/** Full when the exit code is to be written: it is kept back until it can be, and nothing else is said. */
async function fullAtEnd(scene: HostScene) {
  const { machine, bot } = scene
  await giveSmallDisk(machine)
  await bot.begin()
  await scene.untilInLedger('begin')
  await fill(machine)
  await scene.letGo()
  await scene.untilInLedger('end')
  await sleep(1000)
  const run = await bot.run()
  if (run.status !== 'running') return { ended: 'wrong' as const, saw: `The disk was still full, and ${whereIs(run)}` }
  await free(machine)
  return endsRight(scene)
}

export const DISK_FULL: readonly Cell[] = [
  {
    part: 'Hosts',
    name: 'disk-full-at-start',
    fault: 'the disk with the folder of the jobs is full when a job comes',
    should: 'it says so and what to free, then goes on; the job runs once',
    may: 'right',
    run: () => onMachine({}, fullAtStart),
  },
  {
    part: 'Hosts',
    name: 'disk-full-at-end',
    fault: 'the disk with the folder of the jobs is full when a job ends',
    should: 'its exit code is kept until it can be written; the job ran once',
    may: 'right',
    run: () => onMachine({}, fullAtEnd),
  },
]
