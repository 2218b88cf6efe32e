import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { endProcess } from './sshd.ts'

/** Ends the jobs that a test that failed left running in a folder of jobs, however deep that lies in this one. */
export async function endJobs(folder: string): Promise<void> {
  const paths = await readdir(folder, { recursive: true })
  const identities = paths.filter((path) => /(^|\/)run\/(owner|worker)$/.test(path))
  const groups = await Promise.all(identities.map((path) => groupOf(join(folder, path))))
  for (const group of new Set(groups)) if (group !== undefined) endProcess(-group)
}

/** The process group of the one who signed, if that is still the same process. */
async function groupOf(identity: string): Promise<number | undefined> {
  const [pid, since] = (await readFile(identity, 'utf8').catch(() => '')).split(' ')
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ')
  return fields[19] === since ? Number(fields[2]) : undefined
}
