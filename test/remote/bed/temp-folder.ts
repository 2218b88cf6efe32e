import { after } from 'node:test'
import { createBedFolder } from '../../../src/demo/bed-folder.ts'
import { endJobs } from './end-jobs.ts'

/** A folder of its own for a test file, gone when the file's tests are over or broke, and what runs in it as well. */
export async function tempFolder(): Promise<string> {
  const { dir, clear } = await createBedFolder()
  after(async () => {
    await endJobs(dir)
    await clear()
  })
  return dir
}
