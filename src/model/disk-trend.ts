import { formatBytes } from './amount.ts'
import { formatMs } from './duration.ts'

/** Free space of a mount point at an instant. */
export interface DiskSample {
  readonly atMs: number
  readonly freeBytes: number
  readonly usedBytes: number
  readonly totalBytes: number
}

/** How a mount point does: its newest sample, how fast it fills, and when it is full at this rate. */
export interface DiskTrend extends DiskSample {
  /** Bytes per second by which free space falls; undefined until enough was seen, 0 when it does not fall. */
  readonly fallingPerSecond?: number | undefined
  readonly fullInMs?: number | undefined
}

const WINDOW_MS = 180_000
const LEAST_MS = 15_000
const LEAST_SAMPLES = 4
const WARN_USED = 0.85
/** A disk is held free of this much: databases that find none left stop in the middle of anything. */
const FLOOR_BYTES = 256e6
const FLOOR_SHARE = 0.01
const FULL_SOON_MS = 300_000
/** How soon full counts when nobody knows how long the step needs. */
const FULL_NOW_MS = 60_000

/** One line about a disk for people; `tight` when it should be looked at. */
export interface DiskLine {
  readonly text: string
  readonly tight: boolean
}

/** Samples that a trend needs, with a new one. */
export function withSample(samples: readonly DiskSample[], next: DiskSample): readonly DiskSample[] {
  return [...samples.filter(({ atMs }) => atMs >= next.atMs - WINDOW_MS), next]
}

/** The trend of the last three minutes: the median of all slopes between two samples, which a short burst does not move. */
export function trendOf(samples: readonly DiskSample[]): DiskTrend | undefined {
  const last = samples.at(-1)
  if (!last) return undefined
  const seen = samples.filter(({ atMs }) => atMs >= last.atMs - WINDOW_MS)
  const spanMs = last.atMs - (seen[0]?.atMs ?? last.atMs)
  if (seen.length < LEAST_SAMPLES || spanMs < LEAST_MS) return last
  const fallingPerSecond = Math.max(0, -medianSlope(seen) * 1000)
  return fallingPerSecond === 0
    ? { ...last, fallingPerSecond }
    : { ...last, fallingPerSecond, fullInMs: (last.freeBytes / fallingPerSecond) * 1000 }
}

/** After Theil and Sen: bytes per millisecond. */
function medianSlope(samples: readonly DiskSample[]): number {
  const slopes = samples.flatMap((from, index) =>
    samples
      .slice(index + 1)
      .filter(({ atMs }) => atMs > from.atMs)
      .map((to) => (to.freeBytes - from.freeBytes) / (to.atMs - from.atMs)),
  )
  const sorted = slopes.sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return (low + high) / 2
}

/** Used so far that people should look at it: 85 % of what can be used. */
export function isTight({ usedBytes, freeBytes }: DiskSample): boolean {
  return usedBytes / Math.max(1, usedBytes + freeBytes) >= WARN_USED
}

/** `41 GB free in /var, falling 14 MB/s, full in 47 min at this rate`. Beyond two days nobody has to know. */
export function trendWords(mount: string, trend: DiskTrend): string {
  const { freeBytes, usedBytes, fallingPerSecond = 0, fullInMs = Number.POSITIVE_INFINITY } = trend
  const share = Math.floor((usedBytes / Math.max(1, usedBytes + freeBytes)) * 100)
  const words = [
    `${formatBytes(freeBytes)} free in ${mount}`,
    ...(isTight(trend) ? [`${share} % used`] : []),
    ...(fullInMs < 48 * 3_600_000
      ? [`falling ${formatBytes(fallingPerSecond)}/s`, `full in ${formatMs(fullInMs)} at this rate`]
      : []),
  ]
  return words.join(', ')
}

/** What free space is compared with: what there was at first, or at the last hold because of it. */
export interface DiskBase {
  readonly freeBytes: number
  readonly wasHeld: boolean
}

/** The base after one more sample: it begins anew once there is clearly more room than it says. */
export function baseAfter(base: DiskBase | undefined, { freeBytes }: DiskSample): DiskBase {
  return base && freeBytes <= base.freeBytes * 1.1 ? base : { freeBytes, wasHeld: false }
}

/**
 * Why the run has to be held before this disk fills, if it has to. `leftMs` is how long the step still needs, if that is
 * known. A disk that was nearly full from the beginning, or that people released a hold on, counts once half of what was
 * free then is gone.
 */
export function whyLow(
  on: string,
  mount: string,
  trend: DiskTrend,
  base: DiskBase,
  leftMs: number | undefined,
): string | undefined {
  const { freeBytes, totalBytes } = trend
  const next = 'Free space there, then release the run.'
  const isHalved = freeBytes < base.freeBytes / 2
  const floorBytes = Math.max(FLOOR_SHARE * totalBytes, FLOOR_BYTES)
  if (freeBytes < floorBytes && isHalved)
    return `${on} has ${formatBytes(freeBytes)} free in ${mount}, less than the ${formatBytes(floorBytes)} that should stay free. ${next}`
  if (!fillsSoon(trend, leftMs) || (base.wasHeld && !isHalved)) return undefined
  const needs = leftMs === undefined ? '' : `, and the step needs about ${formatMs(leftMs)} more`
  return `${on} has ${trendWords(mount, trend)}${needs}. ${next}`
}

function fillsSoon({ fullInMs = Number.POSITIVE_INFINITY }: DiskTrend, leftMs: number | undefined): boolean {
  return leftMs === undefined ? fullInMs < FULL_NOW_MS : fullInMs < FULL_SOON_MS && leftMs > fullInMs
}
