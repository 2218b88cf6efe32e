import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** Environment variable that marks every process of a bed; its value is the bed's folder. */
export const BED_VARIABLE = 'DROVER_DEMO_BED'

/** Pids of the processes whose environment holds `name=value`, also those that left their process group. */
export async function processesWith(name: string, value: string): Promise<number[]> {
  const wanted = `${name}=${value}`
  const pids = await allPids()
  const marked = await Promise.all(pids.map(async (pid) => (await environmentOf(pid)).includes(wanted)))
  return pids.filter((pid, index) => marked[index] && pid !== process.pid)
}

/** Pids of the database servers and sshds whose command line names a file in `dir`; they overwrite their environment. */
export async function serversIn(dir: string): Promise<number[]> {
  const pids = await allPids()
  const ours = await Promise.all(
    pids.map(async (pid) => {
      const [name, commandLine] = await Promise.all(['comm', 'cmdline'].map((file) => readProc(pid, file)))
      return /^(postgres|sshd)/.test(name ?? '') && (commandLine ?? '').includes(`${dir}/`)
    }),
  )
  return pids.filter((_, index) => ours[index])
}

/** Pids of all children of a process, and their children. */
export async function descendantsOf(ancestor: number): Promise<number[]> {
  const pids = await allPids()
  const parents = new Map(await Promise.all(pids.map(async (pid) => [pid, await parentOf(pid)] as const)))
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid)
    return parent !== undefined && (parent === ancestor || isBelow(parent))
  }
  return pids.filter(isBelow)
}

/** True while the process exists and is not a zombie. */
export async function isAlive(pid: number): Promise<boolean> {
  const stat = await readProc(pid, 'stat')
  return stat !== '' && !afterName(stat).startsWith('Z')
}

/** Ends processes: SIGTERM first, SIGKILL for those still there after `graceMs`. Returns when all are gone. */
export async function endProcesses(pids: number[], graceMs = 3_000): Promise<void> {
  for (const pid of pids) signal(pid, 'SIGTERM')
  const left = await stillAliveAfter(pids, graceMs)
  for (const pid of left) signal(pid, 'SIGKILL')
  await stillAliveAfter(left, graceMs)
}

/** Sends a signal; a process that is already gone is fine. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

async function stillAliveAfter(pids: number[], timeoutMs: number): Promise<number[]> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const alive = await Promise.all(pids.map(isAlive))
    const left = pids.filter((_, index) => alive[index])
    if (left.length === 0 || Date.now() > deadline) return left
    await delay(20)
  }
}

async function allPids(): Promise<number[]> {
  const names = await readdir('/proc').catch((): string[] => [])
  return names.filter((name) => /^\d+$/.test(name)).map(Number)
}

async function environmentOf(pid: number): Promise<string[]> {
  return (await readProc(pid, 'environ')).split('\0')
}

async function parentOf(pid: number): Promise<number | undefined> {
  const stat = await readProc(pid, 'stat')
  return stat === '' ? undefined : Number(afterName(stat).split(' ')[1])
}

function readProc(pid: number, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
}

// The second field of /proc/<pid>/stat is the program's name in brackets and may hold blanks (proc(5)).
function afterName(stat: string): string {
  return stat.slice(stat.lastIndexOf(')') + 2)
}
