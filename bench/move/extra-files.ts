import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Pair } from './pair.ts'
import type { PairSide } from './pair-side.ts'

const EVERY_MS = 200
/** Below this, a file outside the work folder is a script or a log and no copy of data. */
const DATA_BYTES = 1024 * 1024

/** Watches the hosts' folders for files that a method makes beside the databases. */
export interface ExtraFiles {
  /** Most bytes of such files at one time, on both hosts together. Ends the watch. */
  peakBytes(): Promise<number>
}

/** Looks five times a second: at everything in the work folders, and at files of 1 MiB or more elsewhere on the hosts. */
export function watchExtraFiles({ source, target }: Pair): ExtraFiles {
  let peak = 0
  let watching = true
  const look = async () => {
    const sizes = await Promise.all([source, target].map(extraBytes))
    peak = Math.max(
      peak,
      sizes.reduce((sum, bytes) => sum + bytes, 0),
    )
  }
  const watch = async () => {
    while (watching) {
      await look()
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
  }
  const watched = watch()
  return {
    peakBytes: async () => {
      watching = false
      await watched
      return peak
    },
  }
}

async function extraBytes({ host, workDir }: Pick<PairSide, 'host' | 'workDir'>): Promise<number> {
  const names = await readdir(host.dir, { recursive: true }).catch((): string[] => [])
  const sizes = await Promise.all(
    names.map(async (name) => {
      const path = join(host.dir, name)
      const found = await stat(path).catch(() => undefined)
      if (!found?.isFile()) return 0
      const isWork = !relative(workDir, path).startsWith(`..${sep}`)
      return isWork || found.size >= DATA_BYTES ? found.size : 0
    }),
  )
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}
