import { z } from 'zod'
import { formatBytes } from '../model/amount.ts'
import type { Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { quote } from '../model/shell.ts'
import { UserError } from '../model/user-error.ts'
import { databaseArgs } from './database-args.ts'

const need = z.object({
  /** What the space is for. */
  what: z.string(),
  /** A path, or the data folder of a Postgres server. */
  at: z.union([z.object({ path: z.string() }), z.object({ dataFolderOf: databaseArgs })]),
  /** Space as a multiple of sizeBytes. */
  times: z.number(),
})

/** What a mount point has to have whatever its needs add up to: below `least` it fails, below `wanted` it warns. */
const floor = z.object({ least: z.number(), wanted: z.number() })

type Need = z.infer<typeof need>
type Floor = z.infer<typeof floor>

const NO_FLOOR: Floor = { least: 0, wanted: 0 }

interface Mount {
  readonly mount: string
  readonly freeBytes: number
  readonly totalBytes: number
  readonly needs: readonly Need[]
}

/** Is there room? Needs on one mount point add up; judged per mount point. */
export const diskFree = defineCheck({
  name: 'disk-free',
  version: 1,
  args: z.object({
    on: z.string(),
    sizeBytes: z.number(),
    needs: z.array(need),
    floor: floor.optional(),
    advice: z.string().optional(),
  }),
  title: ({ on }) => `Free disk on ${typeof on === 'string' ? on : 'the host'}`,
  measure: ({ on, needs }, tools) => measureMounts(tools, on, needs),
  judge: (mounts, { on, sizeBytes, floor = NO_FLOOR, advice = '' }): Verdict =>
    judgeDisk(on, mounts, sizeBytes, floor, advice),
})

/** Fails when a mount point has less than it needs or than the floor, warns when it has less than the floor wants. */
export function judgeDisk(
  on: string,
  mounts: readonly Mount[],
  sizeBytes: number,
  floor: Floor = NO_FLOOR,
  advice = '',
): Verdict {
  const judged = mounts.map((mount) => {
    const times = mount.needs.reduce((total, one) => total + one.times, 0)
    return {
      ...mount,
      leastBytes: Math.max(times, floor.least) * sizeBytes,
      wantedBytes: Math.max(times, floor.wanted) * sizeBytes,
    }
  })
  const short = judged.find(({ freeBytes, leastBytes }) => freeBytes < leastBytes)
  const tight = judged.find(({ freeBytes, wantedBytes }) => freeBytes < wantedBytes)
  const rows = judged.map(({ mount, freeBytes, totalBytes, leastBytes, needs }) => [
    mount,
    formatBytes(freeBytes),
    formatBytes(totalBytes),
    formatBytes(leastBytes),
    needs.map(({ what }) => what).join(', '),
  ])
  const table = { rows: [['Mount point', 'Free', 'Size', 'Needs', 'For'], ...rows] }
  const values = Object.fromEntries(judged.map(({ mount, freeBytes }) => [`free ${mount}`, freeBytes]))
  const tolerance = Object.fromEntries(
    judged.map(({ mount, freeBytes, leastBytes }) => [
      `free ${mount}`,
      { absolute: Math.max(freeBytes - leastBytes, 0) },
    ]),
  )
  const base = { values, tolerance, table }
  if (short)
    return {
      ...base,
      outcome: 'fail',
      summary: `${on} has ${formatBytes(short.freeBytes)} free in ${short.mount} and needs ${formatBytes(short.leastBytes)}.`,
      advice: `Nothing was changed. Free space or grow the disk, then retry.${advice && ` ${advice}`}`,
    }
  if (tight)
    return {
      ...base,
      outcome: 'warn',
      summary: `${on} has ${formatBytes(tight.freeBytes)} free in ${tight.mount}: enough, but less than the ${formatBytes(tight.wantedBytes)} the runbook wants.`,
    }
  const [most] = judged
  return {
    ...base,
    outcome: 'pass',
    summary: most
      ? `${on} has ${formatBytes(most.freeBytes)} free in ${most.mount} and needs ${formatBytes(most.leastBytes)}.`
      : `${on} needs no space.`,
  }
}

async function measureMounts(tools: Tools, on: string, needs: readonly Need[]): Promise<readonly Mount[]> {
  const found = await Promise.all(
    needs.map(async (one) => ({ one, ...(await mountOf(tools, on, await pathOf(tools, one))) })),
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

/** Asks `df -P -B1` about the nearest folder on the path that can be seen. */
async function mountOf(tools: Tools, on: string, path: string) {
  const ask = `p=${quote(path)}; while ! [ -e "$p" ] && [ "$p" != / ]; do p=$(dirname "$p"); done; df -P -B1 "$p" | tail -n 1`
  const { stdout, stderr, code } = await tools.hosts.ask(on, ask)
  const match = /^\S.*?\s+(\d+)\s+(\d+)\s+(\d+)\s+\d+%\s+(\/.*)$/.exec(stdout.trim())
  if (code !== 0 || !match)
    throw new UserError('disk-unknown', `df on ${on} did not tell the space of ${path}: ${(stderr || stdout).trim()}`)
  return { totalBytes: Number(match[1]), freeBytes: Number(match[3]), mount: match[4] ?? path }
}
