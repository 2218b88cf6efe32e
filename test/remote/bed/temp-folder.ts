import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { endJobs } from './end-jobs.ts'

/** A folder of its own for a test file, gone when the file's tests are over, and the jobs in it as well. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'drover-test-'))
  after(async () => {
    await endJobs(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  })
  return folder
}
