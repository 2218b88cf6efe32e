import { type DatabaseRef, diskFree, outputOf } from '../../src/kit.ts'
import type { Params } from './params.ts'
import { INVENTORY, type Side } from './sides.ts'

/**
 * Room as multiples of the database's size. Arithmetic of the runbook: dump about 1.1, gzip about 0.35 beside it, and
 * pg_dump spools the biggest table through /tmp. Streaming writes no archive: the target needs the database, its WAL and
 * room to refresh materialized views. The policies ask for more: at least 2 or 3 times the database on both sides.
 */
const LEAST = { 'literal-3x': 3, 'derived-2x': 2, minimum: 0 }
const WANTED = { 'literal-3x': 3, 'derived-2x': 3, minimum: 0 }

export function disks(params: Params, source: Side, target: Side) {
  const size = outputOf(INVENTORY, 'sizeBytes')
  const floor = (least: number) => ({
    least: Math.max(least, LEAST[params.diskPolicy]),
    wanted: Math.max(least, WANTED[params.diskPolicy]),
  })
  const staged = params.method === 'dump'
  return {
    source: diskFree({
      on: source.host,
      sizeBytes: size,
      needs: staged
        ? [
            work('dump and gzip', params, floor(1.5)),
            { what: 'spool of pg_dump', at: { path: '/tmp' }, least: 1, wanted: 1 },
          ]
        : [data(source.database, 'nothing is staged', floor(0))],
    }),
    target: diskFree({
      on: target.host,
      sizeBytes: size,
      needs: [
        data(
          target.database,
          'database, WAL and materialized views',
          staged ? { least: 1.3, wanted: 1.3 } : floor(1.3),
        ),
        ...(staged ? [work('gzip and dump', params, floor(1.5))] : []),
      ],
    }),
  }
}

function data(database: DatabaseRef, what: string, room: { least: number; wanted: number }) {
  return { what, at: { dataFolderOf: database }, ...room }
}

function work(what: string, { workDir }: Params, room: { least: number; wanted: number }) {
  return { what, at: { path: workDir }, ...room }
}
