import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from '../../src/demo/processes.ts'
import type { SshHost } from '../../src/demo/ssh-host.ts'

/** A bed with one host, or one side of a bed with two. */
interface WithHost {
  readonly host: SshHost
}

/** Names of the jobs on the host. */
export async function jobsOn(bed: WithHost): Promise<readonly string[]> {
  const names = await readdir(folderOf(bed)).catch(() => [])
  return names.filter((name) => !name.startsWith('.'))
}

/** How a job ended: its exit code, or undefined when nobody wrote one. */
export async function exitOf(bed: WithHost, job: string): Promise<string | undefined> {
  return (await read(bed, job, 'exit'))?.trim()
}

/** How many ends of streams run on the host: each has a private folder with its guard's pid, beside the jobs. */
export async function streamsOn(bed: WithHost): Promise<number> {
  const names = await readdir(folderOf(bed)).catch(() => [])
  const guards = await Promise.all(
    names.filter((name) => name.startsWith('.stream.')).map((name) => read(bed, name, 'guard')),
  )
  const alive = await Promise.all(guards.map((pid) => pid !== undefined && isAlive(Number(pid))))
  return alive.filter((is) => is).length
}

/** The process group of a job that runs: the runner leads it. */
export async function groupOf(bed: WithHost, job: string): Promise<number | undefined> {
  const [exit, owner] = await Promise.all([read(bed, job, 'exit'), read(bed, job, 'run/owner')])
  return exit === undefined && owner !== undefined && (await isThere(owner)) ? Number(owner.split(' ')[0]) : undefined
}

/** Whether nobody can tell from the host how a job ended: it was claimed, no exit code was left, and no process is there. */
export async function isUndecidable(bed: WithHost, job: string): Promise<boolean> {
  const names = ['claim', 'exit', 'run/owner', 'run/worker']
  const [claim, exit, owner, worker] = await Promise.all(names.map((name) => read(bed, job, name)))
  if (claim === undefined || exit !== undefined) return false
  const alive = await Promise.all([owner, worker].map((identity) => identity !== undefined && isThere(identity)))
  return alive.every((is) => !is)
}

/** Whether a process is there that a file names by its pid, its start time and the boot. */
async function isThere(identity: string): Promise<boolean> {
  const [pid, startTime] = identity.trim().split(' ')
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ')
  return fields[0] !== undefined && !/^[ZX]?$/.test(fields[0]) && fields[19] === startTime
}

async function read(bed: WithHost, job: string, name: string): Promise<string | undefined> {
  return readFile(join(folderOf(bed), job, name), 'utf8').catch(() => undefined)
}

function folderOf({ host }: WithHost): string {
  return join(host.homeDir, '.drover', 'jobs')
}
