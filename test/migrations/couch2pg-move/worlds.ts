import { type Params, params } from '../../../migrations/couch2pg-move/params.ts'
import type { SideMeasure, World } from '../../../migrations/couch2pg-move/world.ts'
import type { DatabaseMeasure } from '../../../src/recipes/measure-postgres.ts'
import type { Measured } from '../../../src/recipes/measured.ts'
import { TYPED } from './given.ts'

const GB = 1e9

export function found<Value>(value: Value): Measured<Value> {
  return { is: 'known', value }
}

export function unknown<Value>(why = 'it took too long'): Measured<Value> {
  return { is: 'unknown', why }
}

/** 175 GB, as in the runbook's example, most of it in one table. */
export const DATABASE: DatabaseMeasure = {
  sizeBytes: 175 * GB,
  tables: 8,
  tableBytes: 100 * GB,
  indexBytes: 25 * GB,
  matviews: 3,
  matviewBytes: 50 * GB,
  biggest: 'public.couchdb',
  biggestBytes: 90 * GB,
  biggestPages: 11_000_000,
  largeObjects: 0,
  subscriptions: 0,
  strangers: 0,
}

function side(host: string, freeBytes: number): SideMeasure {
  const disk = (mount: string) => ({ mount, freeBytes })
  return {
    host,
    machine: { cores: 4, load: 0.5, freeMemoryBytes: 12 * GB, machine: 'x86_64', zstd: '1.5.4' },
    server: {
      major: 15,
      dataFolder: '/var/lib/postgresql',
      walBytes: GB,
      walLevel: 'replica',
      replication: true,
      clusterBytes: 175 * GB,
      databases: host === 'old-pg' ? ['cht'] : [],
    },
    disks: found(
      new Map([
        ['/var/lib/postgresql', disk('/var')],
        ['/var/tmp/drover', disk('/var')],
        ['/tmp', disk('/')],
      ]),
    ),
  }
}

/** A usual pair of servers: four cores each, 12.5 MB/s between them, room enough. */
export function world(changes: Partial<World> = {}): World {
  return {
    source: side('old-pg', 900 * GB),
    target: side('new-pg', 900 * GB),
    database: found(DATABASE),
    textBytes: found(150 * GB),
    packing: found({ bytesPerSecond: 300e6, ratio: 4 }),
    relayed: found(12.5e6),
    ...changes,
  }
}

/** The side of a world with other figures. */
export function changed(one: SideMeasure, { machine, server, disks }: ChangedSide): SideMeasure {
  return {
    ...one,
    machine: { ...one.machine, ...machine },
    server: { ...one.server, ...server },
    disks: disks ?? one.disks,
  }
}

interface ChangedSide {
  readonly machine?: Partial<SideMeasure['machine']>
  readonly server?: Partial<SideMeasure['server']>
  readonly disks?: SideMeasure['disks']
}

/** Every path on one disk with so much room. */
export function roomOf(freeBytes: number): SideMeasure['disks'] {
  const paths = ['/var/lib/postgresql', '/var/tmp/drover', '/tmp']
  return found(new Map(paths.map((path) => [path, { mount: '/', freeBytes }])))
}

export function paramsOf(typed: Readonly<Record<string, string>> = {}): Params {
  return params.parse({ ...TYPED, ...typed })
}

export const OPEN = ['method', 'streams', 'compression']
