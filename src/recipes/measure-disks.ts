import { dfCommand, readDf } from '../model/df.ts'
import type { Tools } from '../model/ports.ts'
import { UserError } from '../model/user-error.ts'

/** A mounted disk, as df sees it. */
export interface DiskMeasure {
  readonly mount: string
  readonly freeBytes: number
}

/** Where each path lies: the disk of the nearest folder on it that can be seen. Throws a UserError when df does not tell. */
export async function measureDisks(
  tools: Tools,
  host: string,
  paths: readonly string[],
  timeoutMs: number,
): Promise<ReadonlyMap<string, DiskMeasure>> {
  const { stdout } = await tools.hosts.ask(host, paths.map(dfCommand).join('\n'), { timeoutMs })
  const lines = stdout.trim().split('\n')
  return new Map(
    paths.map((path, index) => {
      const space = readDf(lines[index] ?? '')
      if (!space) throw new UserError('disk-unknown', `df on ${host} did not tell the space of ${path}`)
      return [path, { mount: space.mount, freeBytes: space.freeBytes }]
    }),
  )
}
