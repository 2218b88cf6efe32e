import { z } from 'zod'
import { dfCommand, type MountSpace, readDf } from '../model/df.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { UserError } from '../model/user-error.ts'
import { databaseArgs } from './database-args.ts'

/** Something that needs space on a disk. */
export const need = z.object({
  /** What the space is for. */
  what: z.string(),
  /** A path, or the data folder of a Postgres server. */
  at: z.union([z.object({ path: z.string() }), z.object({ dataFolderOf: databaseArgs })]),
  /** Space as a multiple of sizeBytes. */
  times: z.number(),
  /** Beside that, space as a multiple of viewBytes. */
  views: z.number().optional(),
  /** Beside that, the write-ahead log that the server of `dataFolderOf` keeps between two checkpoints. */
  log: z.boolean().optional(),
})

type Need = z.infer<typeof need>

/** How big what is copied is: the database, and its materialized views alone. */
export interface Sizes {
  readonly sizeBytes: number
  readonly viewBytes: number
}

/** A need, with what it takes beside its multiple of sizeBytes. */
interface MeasuredNeed extends Need {
  readonly besideBytes?: number
}

/** A mount point with everything that needs space there. */
export interface Mount {
  readonly mount: string
  readonly freeBytes: number
  readonly totalBytes: number
  readonly needs: readonly MeasuredNeed[]
}

/** The mount points that the needs are on, each once. Throws UserError `disk-unknown`. */
export async function measureMounts(
  tools: Tools,
  on: string,
  needs: readonly Need[],
  sizes: Sizes,
): Promise<readonly Mount[]> {
  const found = await Promise.all(
    needs.map(async (need) => ({
      one: { ...need, besideBytes: await besideBytes(tools, need, sizes) },
      ...(await mountOf(tools, on, await pathOf(tools, need))),
    })),
  )
  const mounts = [...new Set(found.map(({ mount }) => mount))]
  return mounts.flatMap((mount) => {
    const here = found.filter((one) => one.mount === mount)
    const [first] = here
    return first
      ? [{ mount, freeBytes: first.freeBytes, totalBytes: first.totalBytes, needs: here.map(({ one }) => one) }]
      : []
  })
}

/** A small copy is over before the log has come to its limit. */
const LOG_TIMES = 1.5

async function besideBytes(
  tools: Tools,
  { at, views = 0, log }: Need,
  { sizeBytes, viewBytes }: Sizes,
): Promise<number> {
  const logBytes = log && 'dataFolderOf' in at ? await logLimit(tools, at.dataFolderOf) : 0
  return views * viewBytes + Math.min(logBytes, LOG_TIMES * sizeBytes)
}

async function logLimit(tools: Tools, database: DatabaseRef): Promise<number> {
  const sql = `select pg_size_bytes(current_setting('max_wal_size')) as bytes`
  const [row] = await tools.databases.query({ ...database, database: 'postgres' }, sql)
  return z.object({ bytes: z.coerce.number() }).parse(row).bytes
}

async function pathOf(tools: Tools, { at }: Need): Promise<string> {
  return 'path' in at ? at.path : dataFolder(tools, at.dataFolderOf)
}

async function dataFolder(tools: Tools, database: DatabaseRef): Promise<string> {
  const [row] = await tools.databases.query(
    { ...database, database: 'postgres' },
    `select current_setting('data_directory') as folder`,
  )
  return z.object({ folder: z.string() }).parse(row).folder
}

async function mountOf(tools: Tools, on: string, path: string): Promise<MountSpace> {
  const { stdout, stderr, code } = await tools.hosts.ask(on, dfCommand(path))
  const space = readDf(stdout)
  if (code !== 0 || !space)
    throw new UserError('disk-unknown', `df on ${on} did not tell the space of ${path}: ${(stderr || stdout).trim()}`)
  return space
}
