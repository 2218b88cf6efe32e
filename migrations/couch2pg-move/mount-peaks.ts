import type { DatabaseMeasure, MountForecast } from '../../src/kit.ts'
import { GZIP_SHARE } from './rates.ts'
import { type Choice, known, type Names, type World } from './world.ts'

/** What a database holds, and how long its rows are as text. */
export interface Sizes extends DatabaseMeasure {
  readonly textBytes: number
}

/** The most that is used at the same time, added up for each mount point; what is not known where is left out. */
export function mountsOf(choice: Choice, world: World, sizes: Sizes, { workDir }: Names): readonly MountForecast[] {
  const uses = { stream: streamUses, dump: dumpUses, physical: physicalUses }[choice.method](world, sizes, workDir)
  const placed = uses.flatMap(({ side, path, bytes }) => {
    const disk = path === undefined ? undefined : known(side.disks)?.get(path)
    return disk ? [{ host: side.host, ...disk, bytes }] : []
  })
  const places = [...new Map(placed.map((one) => [`${one.host} ${one.mount}`, one])).values()]
  return places.map(({ host, mount, freeBytes }) => {
    const here = placed.filter((one) => one.host === host && one.mount === mount)
    return { host, mount, freeBytes, peakBytes: Math.round(here.reduce((total, { bytes }) => total + bytes, 0)) }
  })
}

/**
 * Data, indexes and views as they are on the source; a second copy of the views while couch2pg refreshes them concurrently;
 * the log that Postgres keeps between two checkpoints, which a small move never fills.
 */
function streamUses({ target }: World, { sizeBytes, matviewBytes }: Sizes, _workDir: string) {
  const wal = Math.min(target.server.walBytes, sizeBytes * 1.5)
  return [{ side: target, path: target.server.dataFolder, bytes: sizeBytes + matviewBytes + wal }]
}

/** The tar and what gzip makes of it lie side by side; pg_dump spools the biggest table through /tmp. */
function dumpUses(world: World, sizes: Sizes, workDir: string) {
  const { textBytes, biggestBytes, tableBytes } = sizes
  const archives = textBytes * (1 + GZIP_SHARE)
  const spool = tableBytes === 0 ? 0 : (textBytes * biggestBytes) / tableBytes
  return [
    { side: world.source, path: workDir, bytes: archives },
    { side: world.source, path: SPOOL, bytes: spool },
    { side: world.target, path: workDir, bytes: archives },
    ...streamUses(world, sizes, workDir),
  ]
}

/** Where pg_dump spools. */
export const SPOOL = '/tmp'

/** The target's own cluster is set aside, not overwritten. */
function physicalUses({ source, target }: World, _sizes: Sizes, _workDir: string) {
  return [
    { side: target, path: target.server.dataFolder, bytes: source.server.clusterBytes * 1.1 + source.server.walBytes },
  ]
}
