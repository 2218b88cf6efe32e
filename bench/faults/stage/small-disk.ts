import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A disk of its own under a folder, small enough to be filled. */
export interface SmallDisk {
  /** Takes so many megabytes, or all there are. */
  fill(mb?: number): Promise<void>
  /** Gives them back. */
  free(): Promise<void>
  stop(): Promise<void>
}

/** Mounts one in a new folder. Throws a sentence where this process may not mount. */
export async function mountSmallDisk(dir: string, mb: number): Promise<SmallDisk> {
  const ballast = `${dir}/ballast`
  await mkdir(dir, { recursive: true })
  await run('mount', ['-t', 'tmpfs', '-o', `size=${mb}m,mode=0755`, 'tmpfs', dir]).catch((cause: unknown) => {
    throw new Error('A small disk could not be mounted, so no disk was full.', { cause })
  })
  return {
    fill: async (taken) =>
      void (await (taken === undefined
        ? run('sh', ['-c', `cat /dev/zero > ${ballast} 2>/dev/null || :`])
        : run('fallocate', ['-l', `${taken}M`, ballast]))),
    free: async () => void (await run('rm', ['-f', ballast])),
    stop: async () => void (await run('umount', ['-l', dir])),
  }
}
