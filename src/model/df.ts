import { quote } from './shell.ts'

/** One mount point as df sees it. Free is what an ordinary user may still write, so free and used may be less than all. */
export interface MountSpace {
  readonly mount: string
  readonly totalBytes: number
  readonly usedBytes: number
  readonly freeBytes: number
}

/** Asks `df -P -B1` about the nearest folder on the path that can be seen. One line comes back. */
export function dfCommand(path: string): string {
  return `p=${quote(path)}; while ! [ -e "$p" ] && [ "$p" != / ]; do p=$(dirname "$p"); done; df -P -B1 "$p" | tail -n 1`
}

/** The line of one mount point, or undefined when it is no such line. A mount point may have spaces in its name. */
export function readDf(line: string): MountSpace | undefined {
  const match = /^\S.*?\s+(\d+)\s+(\d+)\s+(\d+)\s+\d+%\s+(\/.*)$/.exec(line.trim())
  const [, total, used, free, mount] = match ?? []
  if (mount === undefined) return undefined
  return { mount, totalBytes: Number(total), usedBytes: Number(used), freeBytes: Number(free) }
}
