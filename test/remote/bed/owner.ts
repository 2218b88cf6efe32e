import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Pid of a job's runner, which is also its process group. */
export async function runnerOf(jobs: string, jobId: string): Promise<number> {
  const text = await readFile(join(jobs, jobId, 'run', 'owner'), 'utf8')
  return Number(text.split(' ')[0])
}
