import { type DatabaseRef, diskFree, outputOf } from '../../src/kit.ts'
import type { Params } from './params.ts'
import { INVENTORY, type Side } from './sides.ts'

/**
 * Room for archives as multiples of the database's size. Arithmetic of the runbook: dump about 1.1, gzip about 0.35 beside
 * it, and pg_dump spools the biggest table through /tmp. Streaming writes no archive. The policies ask for more: at least 2
 * or 3 times the database on both sides.
 */
const FLOORS = {
  'literal-3x': { least: 3, wanted: 3 },
  'derived-2x': { least: 2, wanted: 3 },
  minimum: { least: 0, wanted: 0 },
}

export function disks(params: Params, source: Side, target: Side) {
  const archives = params.method === 'dump'
  const shared = {
    sizeBytes: outputOf(INVENTORY, 'sizeBytes'),
    viewBytes: outputOf(INVENTORY, 'viewBytes'),
    floor: FLOORS[params.diskPolicy],
  }
  const advice = archives ? 'Or start again with method=stream, which writes no archive.' : ''
  return {
    source: diskFree({
      ...shared,
      on: source.host,
      advice,
      needs: archives
        ? [work('dump and gzip', params), { what: 'spool of pg_dump', at: { path: '/tmp' }, times: 1 }]
        : [{ what: 'no archive is written', at: { dataFolderOf: source.database }, times: 0 }],
    }),
    target: diskFree({
      ...shared,
      on: target.host,
      advice,
      needs: [restored(target.database), ...(archives ? [work('gzip and dump', params)] : [])],
    }),
  }
}

/** The database as it is; its views once more, since couch2pg refreshes them concurrently; and the log of the load. */
function restored(database: DatabaseRef) {
  return { what: 'database, its views twice, log', at: { dataFolderOf: database }, times: 1, views: 1, log: true }
}

function work(what: string, { workDir }: Params) {
  return { what, at: { path: workDir }, times: 1.5 }
}
