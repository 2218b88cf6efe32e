import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startJanitor } from './janitor.ts'
import { sweep } from './sweep.ts'

/** The one folder of a bed, and the list of what has to be stopped before it goes. */
export interface BedFolder {
  dir: string
  /** Waits for something that can be stopped, and remembers to stop it. */
  keep<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T>
  /** Stops everything that was kept, ends every process that was started in the bed, removes the folder. */
  clear(): Promise<void>
}

/** Makes the folder, in `parent` or among the temporary files. */
export async function createBedFolder(parent: string = tmpdir()): Promise<BedFolder> {
  const dir = await mkdtemp(join(parent, 'drover-bed-'))
  // The database servers of a bed that root starts run as somebody else and have to get through.
  await chmod(dir, 0o711)
  const janitor = startJanitor(dir)
  const starting: Promise<{ stop(): Promise<void> }>[] = []
  let clearing: Promise<void> | undefined
  return {
    dir,
    keep: (promise) => {
      starting.push(promise)
      return promise
    },
    clear: () => {
      clearing ??= clearFolder(dir, starting).finally(janitor.dismiss)
      return clearing
    },
  }
}

async function clearFolder(dir: string, starting: Promise<{ stop(): Promise<void> }>[]): Promise<void> {
  const started = await Promise.allSettled(starting)
  await Promise.allSettled(started.map((part) => (part.status === 'fulfilled' ? part.value.stop() : undefined)))
  await sweep(dir)
}
