import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LedgerBed } from './ledger-bed.ts'

/** Names of the jobs on the host. */
export async function jobsOn(bed: LedgerBed): Promise<readonly string[]> {
  return readdir(folderOf(bed)).catch(() => [])
}

/** The process group of a job that runs: the runner leads it. */
export async function groupOf(bed: LedgerBed, job: string): Promise<number | undefined> {
  const [exit, owner] = await Promise.all([read(bed, job, 'exit'), read(bed, job, 'run/owner')])
  return exit === undefined && owner !== undefined && (await isThere(owner)) ? Number(owner.split(' ')[0]) : undefined
}

/** Whether nobody can tell from the host how a job ended: it was claimed, no exit code was left, and no process is there. */
export async function isUndecidable(bed: LedgerBed, job: string): Promise<boolean> {
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

async function read(bed: LedgerBed, job: string, name: string): Promise<string | undefined> {
  return readFile(join(folderOf(bed), job, name), 'utf8').catch(() => undefined)
}

function folderOf({ host }: LedgerBed): string {
  return join(host.homeDir, '.drover', 'jobs')
}
