import type { Forecast, Past } from '../../src/kit.ts'
import { mountsOf, type Sizes } from './mount-peaks.ts'
import { ASSUMED, BASE_RATIO, GZIP_SHARE, learnt, RATES } from './rates.ts'
import { type Choice, known, type Names, type World } from './world.ts'

/** A forecast, and what it rests on. */
export interface Outlook extends Forecast {
  /** The earlier run whose times most of it comes from. */
  readonly learntFrom?: string | undefined
}

/** How long a move will take and how full disks will get. Undefined when nobody knows how big the database is. */
export function forecastOf(
  choice: Choice,
  world: World,
  names: Names,
  past: readonly Past[] = [],
): Outlook | undefined {
  const database = known(world.database)
  if (!database) return undefined
  const textBytes = known(world.textBytes) ?? database.tableBytes * ASSUMED.textPerTableByte
  const sizes = { ...database, textBytes }
  const earlier = learnt(past, names, choice, database.sizeBytes)
  const reckoned = reckon(choice, world, sizes)
  const timed = Object.entries(earlier?.stepSeconds ?? {}).filter(([id]) => id in reckoned)
  const stepSeconds = { ...reckoned, ...Object.fromEntries(timed) }
  const likely = sum(Object.values(stepSeconds))
  const learntShare = likely === 0 ? 0 : sum(timed.map(([, seconds]) => seconds)) / likely
  return {
    stepSeconds,
    seconds: rangeOf(likely, learntShare, linkOf(choice, world) === undefined),
    mounts: mountsOf(choice, world, sizes, names),
    ...(learntShare > 0.5 && { learntFrom: earlier?.run }),
  }
}

/** Figures of another machine may be off by much, those of a run of this pair by little. */
function rangeOf(likely: number, learntShare: number, isLinkGuessed: boolean) {
  const least = 0.6 + 0.25 * learntShare
  const most = (1.75 - 0.5 * learntShare) * (isLinkGuessed && learntShare < 0.5 ? 2 : 1)
  return { likely, least: likely * least, most: likely * most }
}

/** The bytes a second that the way may take which was chosen, as far as it was measured. */
export function linkOf({ relay, limit = Number.POSITIVE_INFINITY }: Choice, world: World): number | undefined {
  const measured = known(relay === 'direct' ? world.direct : world.relayed)
  return measured === undefined ? undefined : Math.min(measured, limit)
}

function lineRate(choice: Choice, world: World): number {
  return linkOf(choice, world) ?? Math.min(ASSUMED.link, choice.limit ?? ASSUMED.link)
}

/** Even the smallest step has a job to start and to be seen ended. */
const STEP_SECONDS = 1

function reckon(choice: Choice, world: World, sizes: Sizes): Readonly<Record<string, number>> {
  const bytes = { stream: streamSeconds, dump: dumpSeconds, physical: physicalSeconds }[choice.method](
    choice,
    world,
    sizes,
  )
  return Object.fromEntries(Object.entries(bytes).map(([id, seconds]) => [id, seconds + STEP_SECONDS]))
}

function streamSeconds(choice: Choice, world: World, sizes: Sizes): Record<string, number> {
  return {
    baseline: sizes.tableBytes / RATES.prove,
    'copy-tables': rowSeconds(choice, world, sizes.textBytes),
    'build-indexes': sizes.sizeBytes / RATES.index + sizes.sizeBytes / RATES.analyze,
    ...finishSeconds(sizes),
  }
}

/** The slowest of packing, sending and writing: they go on at the same time. */
export function rowSeconds(choice: Choice, world: World, textBytes: number): number {
  const link = lineRate(choice, world)
  const lanes = (cores: number | undefined) => Math.max(1, Math.min(choice.streams, cores ?? choice.streams))
  const take = textBytes / (RATES.take * lanes(world.target.machine.cores))
  if (choice.compression === 'none') return Math.max(take, textBytes / link)
  const { bytesPerSecond, ratio } = known(world.packing) ?? ASSUMED.packing
  const pack = textBytes / (bytesPerSecond * lanes(world.source.machine.cores))
  return Math.max(take, pack, textBytes / ratio / link)
}

function dumpSeconds(choice: Choice, world: World, sizes: Sizes): Record<string, number> {
  const { textBytes } = sizes
  return {
    baseline: sizes.tableBytes / RATES.prove,
    dump: textBytes / RATES.dump,
    compress: textBytes / RATES.gzip,
    fingerprint: textBytes / RATES.read,
    transfer: (textBytes * GZIP_SHARE) / lineRate(choice, world),
    decompress: textBytes / RATES.gunzip,
    restore: textBytes / RATES.restore + sizes.sizeBytes / RATES.analyze,
    ...finishSeconds(sizes),
  }
}

/** couch2pg's own refresh takes about as long again as filling the views. */
function finishSeconds({ sizeBytes, tableBytes, matviews }: Sizes): Record<string, number> {
  const views = (sizeBytes * matviews) / RATES.refresh
  return {
    'refresh-matviews': views,
    verification: tableBytes / RATES.prove,
    'test-refresh': views,
  }
}

function physicalSeconds(choice: Choice, world: World, sizes: Sizes): Record<string, number> {
  const { clusterBytes } = world.source.server
  const link = lineRate({ ...choice, relay: 'relay' }, world)
  return {
    'base-copy': Math.max(clusterBytes / RATES.base, clusterBytes / BASE_RATIO / link),
    baseline: sizes.tableBytes / RATES.prove,
    verification: sizes.tableBytes / RATES.prove,
    'test-refresh': (sizes.sizeBytes * sizes.matviews) / RATES.refresh,
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
