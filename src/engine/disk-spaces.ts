import { z } from 'zod'
import { dfCommand, type MountSpace, readDf } from '../model/df.ts'
import type { Tools } from '../model/ports.ts'
import type { DiskPlace } from '../model/step.ts'

/** A busy disk answers late; a later answer than this is no use. */
const TIMEOUT_MS = 15_000

/** The host that a place is on. */
export function hostOf(place: DiskPlace): string {
  return 'on' in place ? place.on : place.dataFolderOf.host
}

/** The path of a place; a server is asked once where its data lies. */
export function rememberPaths(tools: Tools): (place: DiskPlace) => Promise<string> {
  const known = new Map<DiskPlace, string>()
  return async (place) => {
    const path = 'on' in place ? place.path : (known.get(place) ?? (await dataFolder(tools, place)))
    known.set(place, path)
    return path
  }
}

async function dataFolder(tools: Tools, { dataFolderOf }: Extract<DiskPlace, { dataFolderOf: object }>) {
  const sql = `select current_setting('data_directory') as folder`
  const [row] = await tools.databases.query({ ...dataFolderOf, database: 'postgres' }, sql)
  return z.object({ folder: z.string() }).parse(row).folder
}

/** The mount points of these paths: one question, and two paths on one mount point are one space. Throws when df did not tell. */
export async function spacesOf(tools: Tools, on: string, paths: readonly string[]): Promise<readonly MountSpace[]> {
  const command = paths.map(dfCommand).join('; ')
  const { code, stdout, stderr } = await tools.hosts.ask(on, command, { timeoutMs: TIMEOUT_MS })
  const spaces = stdout
    .trim()
    .split('\n')
    .flatMap((line) => readDf(line) ?? [])
  if (code !== 0 || spaces.length !== paths.length)
    throw new Error(`df said ${(stderr || stdout).trim().split('\n').at(-1) || 'nothing'}`)
  return [...new Map(spaces.map((space) => [space.mount, space])).values()]
}
