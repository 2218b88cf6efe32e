import type { DatabaseMeasure, DiskMeasure, HostMeasure, Measured, Packing, ServerMeasure } from '../../src/kit.ts'
import type { Params } from './params.ts'

/** One side as it was measured before the plan was made. */
export interface SideMeasure {
  readonly host: string
  readonly machine: HostMeasure
  readonly server: ServerMeasure
  /** Disks by the path that was asked about. */
  readonly disks: Measured<ReadonlyMap<string, DiskMeasure>>
}

/** Everything that is known before the plan is made. */
export interface World {
  readonly source: SideMeasure
  readonly target: SideMeasure
  readonly database: Measured<DatabaseMeasure>
  /** All rows as text. Left out, as what follows, where there was nothing to measure. */
  readonly textBytes?: Measured<number> | undefined
  readonly packing?: Measured<Packing> | undefined
  /** Bytes a second through Drover, and straight from host to host; only the ways that may be taken. */
  readonly relayed?: Measured<number> | undefined
  readonly direct?: Measured<number> | undefined
}

/** What the planner chooses, and the limit on the rate that people set. */
export type Choice = Pick<Params, 'method' | 'relay' | 'streams' | 'compression' | 'limit'>

/** What a sentence calls the things, and where the archives of a dump go. */
export type Names = Pick<Params, 'source' | 'target' | 'database' | 'workDir'>

export function known<Value>(measured: Measured<Value> | undefined): Value | undefined {
  return measured?.is === 'known' ? measured.value : undefined
}

/** What a stream does not carry, in words; empty when it carries everything. */
export function blockersIn({ largeObjects, subscriptions, strangers }: DatabaseMeasure): readonly string[] {
  return [
    ...counted(largeObjects, 'large object'),
    ...counted(subscriptions, 'subscription'),
    ...counted(strangers, 'thing', ' in a schema named drover'),
  ]
}

function counted(count: number, what: string, where = ''): readonly string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}${where}`]
}
