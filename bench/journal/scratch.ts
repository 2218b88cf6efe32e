import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UserError } from '../../src/model/user-error.ts'

/** Magic numbers of statfs(2). */
const KINDS: Readonly<Record<number, string>> = {
  61267: 'ext4',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  16914836: 'tmpfs',
  2035054128: 'overlay',
  26985: 'nfs',
}

/** A folder for a measurement, on the disk that is to be measured. */
export interface Scratch {
  readonly dir: string
  /** Name of the file system. */
  readonly kind: string
  readonly notes: readonly string[]
  remove(): Promise<void>
}

/** Makes a folder in another one. Throws a UserError when that one is not there or cannot be written. */
export async function createScratch(parent: string): Promise<Scratch> {
  const dir = await mkdtemp(join(resolve(parent), '.drover-bench-')).catch((cause: unknown) => {
    throw new UserError('usage', `${parent} is no folder that can be written. Name another one with --dir.`, { cause })
  })
  const { type } = await statfs(dir)
  const kind = KINDS[type] ?? `file system 0x${type.toString(16)}`
  const notes = kind === 'tmpfs' ? ['This folder is in memory, not on a disk: the sync costs nothing here.'] : []
  return { dir, kind, notes, remove: () => rm(dir, { recursive: true, force: true }) }
}
