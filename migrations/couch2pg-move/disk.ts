import { type DatabaseRef, diskFree, outputOf } from '../../src/kit.ts'
import type { Params } from './params.ts'
import { INVENTORY, type Side } from './sides.ts'

/**
 * Room as multiples of the database's size. Arithmetic of the runbook: dump about 1.1, gzip about 0.35 beside it, and
 * pg_dump spools the biggest table through /tmp. Streaming writes no archive: the target needs the database, its WAL and
 * room to refresh materialized views. The policies ask for more: at least 2 or 3 times the database on both sides.
 */
const FLOORS = {
  'literal-3x': { least: 3, wanted: 3 },
  'derived-2x': { least: 2, wanted: 3 },
  minimum: { least: 0, wanted: 0 },
}

export function disks(params: Params, source: Side, target: Side) {
  const archives = params.method === 'dump'
  const shared = { sizeBytes: outputOf(INVENTORY, 'sizeBytes'), floor: FLOORS[params.diskPolicy] }
  const advice = archives ? 'Or start again with method=stream, which writes no archive.' : ''
  return {
    source: diskFree({
      ...shared,
      on: source.host,
      advice,
      needs: archives
        ? [work('dump and gzip', params), { what: 'spool of pg_dump', at: { path: '/tmp' }, times: 1 }]
        : [data(source.database, 'no archive is written', 0)],
    }),
    target: diskFree({
      ...shared,
      on: target.host,
      advice,
      needs: [
        data(target.database, 'database, WAL and materialized views', 1.3),
        ...(archives ? [work('gzip and dump', params)] : []),
      ],
    }),
  }
}

function data(database: DatabaseRef, what: string, times: number) {
  return { what, at: { dataFolderOf: database }, times }
}

function work(what: string, { workDir }: Params) {
  return { what, at: { path: workDir }, times: 1.5 }
}
