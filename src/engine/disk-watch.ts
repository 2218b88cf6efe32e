import { formatBytes } from '../model/amount.ts'
import type { Evidence } from '../model/check.ts'
import type { MountSpace } from '../model/df.ts'
import {
  baseAfter,
  type DiskBase,
  type DiskLine,
  type DiskSample,
  isTight,
  trendOf,
  trendWords,
  whyLow,
  withSample,
} from '../model/disk-trend.ts'
import type { DiskPlace } from '../model/step.ts'
import { hostOf, rememberPaths, spacesOf } from './disk-spaces.ts'
import type { World } from './world.ts'

/** The disks of one attempt, sampled while it acts. A memory of this process: a restart begins it anew. */
export interface DiskWatch {
  /** The attempt it belongs to. */
  readonly key: string
  /** Asks the hosts, unless they are being asked or the last answer is younger than this. Never waits for them. */
  look(everyMs: number): void
  lines(): readonly DiskLine[]
  /** Why the run has to be held now; `leftMs` is how long the step still needs, if known. */
  whyHold(leftMs: number | undefined): string | undefined
  /** The run was held because of it: the same again counts only once it is clearly worse. */
  held(): void
  /** The most that was used and the least that was free. Undefined before anything was seen. */
  evidence(): Evidence | undefined
}

interface Mount {
  readonly on: string
  readonly name: string
  samples: readonly DiskSample[]
  base: DiskBase
  mostUsedBytes: number
  leastFreeBytes: number
}

/** Watches these places for an attempt. `onSample` is called after each answer. */
export function createDiskWatch(
  key: string,
  places: readonly DiskPlace[],
  { tools, redact }: Pick<World, 'tools' | 'redact'>,
  onSample: () => void,
): DiskWatch {
  const mounts = new Map<string, Mount>()
  const silent = new Map<string, string>()
  const hosts = [...new Set(places.map(hostOf))]
  const findPath = rememberPaths(tools)
  let isBusy = false
  let askedMs = Number.NEGATIVE_INFINITY

  const sampleHost = async (on: string): Promise<void> => {
    try {
      const paths = await Promise.all(places.filter((place) => hostOf(place) === on).map(findPath))
      for (const space of await spacesOf(tools, on, paths)) add(mounts, on, space, tools.now().getTime())
      silent.delete(on)
    } catch (error) {
      silent.set(on, redact(error instanceof Error ? error.message : String(error)))
    }
  }
  const sample = async () => {
    await Promise.all(hosts.map(sampleHost))
    isBusy = false
    onSample()
  }
  const seen = () => [...mounts.values()].sort((a, b) => `${a.on} ${a.name}`.localeCompare(`${b.on} ${b.name}`))
  return {
    key,
    look: (everyMs) => {
      const nowMs = tools.now().getTime()
      if (isBusy || nowMs - askedMs < everyMs) return
      isBusy = true
      askedMs = nowMs
      void sample()
    },
    lines: () => [
      ...seen().flatMap((mount) => (silent.has(mount.on) ? [] : lineOf(mount))),
      ...[...silent].map(([on, why]) => ({ text: `${on}: could not tell how much disk is free: ${why}`, tight: true })),
    ],
    whyHold: (leftMs) => seen().flatMap((mount) => reasonOf(mount, leftMs))[0],
    held: () => {
      for (const mount of mounts.values()) {
        mount.base = { freeBytes: mount.samples.at(-1)?.freeBytes ?? mount.base.freeBytes, wasHeld: true }
        mount.samples = mount.samples.slice(-1)
      }
    },
    evidence: () => (mounts.size === 0 ? undefined : evidenceOf(seen(), tools.now())),
  }
}

function add(mounts: Map<string, Mount>, on: string, space: MountSpace, atMs: number): void {
  const { mount: name, freeBytes, usedBytes, totalBytes } = space
  const sample = { atMs, freeBytes, usedBytes, totalBytes }
  const before = mounts.get(`${on} ${name}`)
  mounts.set(`${on} ${name}`, {
    on,
    name,
    samples: withSample(before?.samples ?? [], sample),
    base: baseAfter(before?.base, sample),
    mostUsedBytes: Math.max(before?.mostUsedBytes ?? 0, usedBytes),
    leastFreeBytes: Math.min(before?.leastFreeBytes ?? freeBytes, freeBytes),
  })
}

function lineOf({ on, name, samples }: Mount): readonly DiskLine[] {
  const trend = trendOf(samples)
  return trend ? [{ text: `${on}: ${trendWords(name, trend)}`, tight: isTight(trend) }] : []
}

function reasonOf({ on, name, samples, base }: Mount, leftMs: number | undefined): readonly string[] {
  const trend = trendOf(samples)
  const reason = trend && whyLow(on, name, trend, base, leftMs)
  return reason === undefined ? [] : [reason]
}

function evidenceOf(mounts: readonly Mount[], now: Date): Evidence {
  const words = mounts.map(
    ({ on, name, mostUsedBytes, leastFreeBytes }) =>
      `${on} had at most ${formatBytes(mostUsedBytes)} used and at least ${formatBytes(leastFreeBytes)} free in ${name}.`,
  )
  const isWarning = mounts.some(({ mostUsedBytes: usedBytes, leastFreeBytes: freeBytes }) =>
    isTight({ usedBytes, freeBytes, totalBytes: 0, atMs: 0 }),
  )
  const values = mounts.flatMap(({ on, name, mostUsedBytes, leastFreeBytes }) => [
    [`${on} ${name} most used`, mostUsedBytes] as const,
    [`${on} ${name} least free`, leastFreeBytes] as const,
  ])
  return {
    check: 'disk-watch',
    title: 'Disks while it ran',
    measuredAt: now.toISOString(),
    outcome: isWarning ? 'warn' : 'pass',
    summary: words.join(' '),
    values: Object.fromEntries(values),
  }
}
