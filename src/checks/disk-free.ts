import { z } from 'zod'
import { formatBytes } from '../model/amount.ts'
import type { Table, Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'
import { type Mount, measureMounts, need } from './disk-mounts.ts'

/** What a mount point has to have whatever its needs add up to: below `least` it fails, below `wanted` it warns. */
const floor = z.object({ least: z.number(), wanted: z.number() })

type Floor = z.infer<typeof floor>

const NO_FLOOR: Floor = { least: 0, wanted: 0 }

/** Is there room? Needs on one mount point add up; judged per mount point. */
export const diskFree = defineCheck({
  name: 'disk-free',
  version: 1,
  args: z.object({
    on: z.string(),
    sizeBytes: z.number(),
    /** How much of it is materialized views, for the needs that name them. */
    viewBytes: z.number().optional(),
    needs: z.array(need),
    floor: floor.optional(),
    advice: z.string().optional(),
  }),
  title: ({ on }) => `Free disk on ${typeof on === 'string' ? on : 'the host'}`,
  measure: ({ on, needs, sizeBytes, viewBytes = 0 }, tools) =>
    measureMounts(tools, on, needs, { sizeBytes, viewBytes }),
  judge: (mounts, { on, sizeBytes, floor = NO_FLOOR, advice = '' }): Verdict =>
    judgeDisk(on, mounts, sizeBytes, floor, advice),
})

interface Judged extends Mount {
  /** What it is predicted to use at most. */
  readonly usesBytes: number
  readonly leastBytes: number
  readonly wantedBytes: number
}

/** Fails when a mount point has less than it needs or than the floor, warns when it has less than the floor wants. */
export function judgeDisk(
  on: string,
  mounts: readonly Mount[],
  sizeBytes: number,
  floor: Floor = NO_FLOOR,
  advice = '',
): Verdict {
  const judged = mounts.map((mount) => predict(mount, sizeBytes, floor))
  const short = judged.find(({ freeBytes, leastBytes }) => freeBytes < leastBytes)
  const tight = judged.find(({ freeBytes, wantedBytes }) => freeBytes < wantedBytes)
  const values = Object.fromEntries(judged.map(({ mount, freeBytes }) => [`free ${mount}`, freeBytes]))
  const tolerance = Object.fromEntries(
    judged.map(({ mount, freeBytes, leastBytes }) => [
      `free ${mount}`,
      { absolute: Math.max(freeBytes - leastBytes, 0) },
    ]),
  )
  const base = { values, tolerance, table: tableOf(judged) }
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
      summary: `${on} has ${wordsOf(tight)} That is enough, but less than the ${formatBytes(tight.wantedBytes)} free that the runbook wants.`,
    }
  return {
    ...base,
    outcome: 'pass',
    summary: judged.length > 0 ? `${on} has ${judged.map(wordsOf).join(' It has ')}` : `${on} needs no space.`,
  }
}

function predict(mount: Mount, sizeBytes: number, floor: Floor): Judged {
  const times = mount.needs.reduce((total, one) => total + one.times, 0)
  const usesBytes = mount.needs.reduce((total, { besideBytes = 0 }) => total + besideBytes, times * sizeBytes)
  return {
    ...mount,
    usesBytes,
    leastBytes: Math.max(usesBytes, floor.least * sizeBytes),
    wantedBytes: Math.max(usesBytes, floor.wanted * sizeBytes),
  }
}

/** Free now, used at most, left: what people want to know of a disk beforehand. */
function wordsOf({ freeBytes, mount, usesBytes }: Judged): string {
  const free = `${formatBytes(freeBytes)} free in ${mount}`
  if (usesBytes <= 0) return `${free}, and none of it will be used.`
  return `${free}: at most ${formatBytes(usesBytes)} will be used, ${formatBytes(Math.max(0, freeBytes - usesBytes))} left.`
}

function tableOf(judged: readonly Judged[]): Table {
  const rows = judged.map(({ mount, freeBytes, totalBytes, usesBytes, leastBytes, needs }) => [
    mount,
    formatBytes(totalBytes),
    formatBytes(freeBytes),
    formatBytes(usesBytes),
    usesBytes > freeBytes ? `${formatBytes(usesBytes - freeBytes)} short` : formatBytes(freeBytes - usesBytes),
    formatBytes(leastBytes),
    needs.map(({ what }) => what).join(', '),
  ])
  const head = ['Mount point', 'Size', 'Free now', 'Will use at most', 'Will leave', 'Has to be free', 'For']
  return { rows: [head, ...rows] }
}
