import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cell, Ending } from '../cell.ts'
import { type HostScene, onMachine } from '../stage/host-scene.ts'
import { endsAsked } from '../stage/job-endings.ts'
import { HOST } from '../stage/job-migration.ts'

/** Makes a stranger under a process id that is free; the kernel counts on from ns_last_pid (proc(5)). */
const takePid = (pid: string) => `for try in 1 2 3 4 5 6 7 8 9 10; do
  echo $((${pid} - 1)) > /proc/sys/kernel/ns_last_pid
  setsid sleep 600 > /dev/null 2>&1 < /dev/null &
  [ $! != ${pid} ] || exit 0
  kill $!
  sleep 0.1
done
exit 1`

/** The job's processes end by KILL, and strangers get their process ids. */
async function pidsReused(scene: HostScene): Promise<Ending> {
  const { machine, bot } = scene
  await bot.begin()
  await scene.untilInLedger('begin')
  const dir = await scene.jobDir()
  const [owner = '', worker = ''] = await Promise.all(['owner', 'worker'].map((who) => pidOf(join(dir, 'run', who))))
  await bot.stop()
  await machine.asRoot(`kill -KILL -${owner}`)
  for (const pid of [owner, worker])
    await machine.asRoot(takePid(pid)).catch((cause: unknown) => {
      throw new Error('Nobody could be given the process id of the job.', { cause })
    })
  await bot.restart()
  await bot.until('a look', ({ status }) => status === 'uncertain')
  await bot.tools.hosts.stop(HOST, `${(await bot.run()).id}-write-1`)
  const alive = await machine.asRoot(`kill -0 ${owner} && kill -0 ${worker} && echo alive`).catch(() => 'gone')
  if (alive !== 'alive\n') return { ended: 'wrong', saw: 'Strangers under the process ids of the job were ended.' }
  return endsAsked(scene)
}

async function pidOf(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).split(' ')[0] ?? ''
}

/** Whoever tidies the folder away leaves the job itself running. */
async function folderDeleted(scene: HostScene): Promise<Ending> {
  await scene.bot.begin()
  await scene.untilInLedger('begin')
  await rm(await scene.jobDir(), { recursive: true })
  await scene.letGo()
  await scene.untilInLedger('end')
  return endsAsked(scene)
}

export const LOST_JOBS: readonly Cell[] = [
  {
    part: 'Hosts',
    name: 'pid-reused',
    fault: 'the processes of a job are ended and strangers get their process ids',
    should: 'the strangers are left alone, and the driver is asked what became of the job',
    may: 'asked',
    run: () => onMachine({}, pidsReused),
  },
  {
    part: 'Hosts',
    name: 'job-folder-deleted',
    fault: 'the folder of a job is deleted while it runs',
    should: 'the driver is asked what became of it, and it is not started again',
    may: 'asked',
    run: () => onMachine({}, folderDeleted),
  },
]
