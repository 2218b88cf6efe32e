import { z } from 'zod'
import { LONG_MS } from '../checks/database-args.ts'
import { listTables } from '../checks/tables.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'

/** A piece of a table by its place in the heap, with the rows it holds under the snapshot. `last` has no upper end. */
export interface Chunk {
  readonly id: string
  readonly table: string
  /** Columns to copy, quoted; generated ones make themselves again. */
  readonly columns: string
  readonly firstPage: number
  readonly pages: number
  readonly last: boolean
  readonly rows: number
}

const CHUNK_BYTES = 64 * 1024 * 1024
const LEAST_CHUNKS = 24

/**
 * Every chunk of every table, biggest table first. The pieces are about 64 MB, or smaller in a small database, so that
 * a cut costs little and progress is seen. A server older than 14 cannot scan by ctid range: one chunk a table.
 */
export async function chunksOf(tools: Tools, source: DatabaseRef, snapshot: string): Promise<readonly Chunk[]> {
  const tables = [...(await listTables(tools, source, snapshot))].sort((a, b) => b.totalBytes - a.totalBytes)
  const total = tables.reduce((sum, { totalBytes }) => sum + totalBytes, 0)
  const chunkBytes = Math.min(CHUNK_BYTES, Math.max(total / LEAST_CHUNKS, 512 * 1024))
  const lists = await inTurn(tables, ({ table, totalBytes }) =>
    chunksOfTable(tools, source, snapshot, table, Math.max(1, Math.ceil(totalBytes / chunkBytes))),
  )
  return lists.flat()
}

const shapeRow = z.object({ pages: z.coerce.number(), columns: z.string().nullable(), ranges: z.boolean() })
const countRow = z.object({ piece: z.coerce.number(), rows: z.coerce.number() })

async function chunksOfTable(
  tools: Tools,
  source: DatabaseRef,
  snapshot: string,
  table: string,
  pieces: number,
): Promise<readonly Chunk[]> {
  const [shape] = await tools.databases.query(source, shapeSql(table), { snapshot })
  const { pages, columns, ranges } = shapeRow.parse(shape)
  const size = ranges ? Math.max(1, Math.ceil(pages / pieces)) : Math.max(1, pages)
  const options = { snapshot, timeoutMs: LONG_MS }
  const counted = (await tools.databases.query(source, countSql(table, size), options)).map((row) =>
    countRow.parse(row),
  )
  const lastPiece = Math.max(0, ...counted.map(({ piece }) => piece))
  const rowsIn = new Map(counted.map(({ piece, rows }) => [piece, rows]))
  return Array.from({ length: lastPiece + 1 }, (_, piece) => ({
    id: `${table} from page ${piece * size}`,
    table,
    columns: columns ?? '',
    firstPage: piece * size,
    pages: size,
    last: piece === lastPiece,
    rows: rowsIn.get(piece) ?? 0,
  })).filter(({ rows }) => rows > 0)
}

function shapeSql(table: string): string {
  const name = `'${table.replaceAll("'", "''")}'::regclass`
  return `select pg_relation_size(${name}) / current_setting('block_size')::int as pages,
    (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
      where attrelid = ${name} and attnum > 0 and not attisdropped and attgenerated = '') as columns,
    current_setting('server_version_num')::int >= 140000 as ranges`
}

/** The page of a row is the first half of its ctid. */
function countSql(table: string, size: number): string {
  return `select ((ctid::text::point)[0]::bigint / ${size}) as piece, count(*) as rows from only ${table} group by 1`
}

/** The condition that picks a chunk's rows; empty for a table in one piece. */
export function whereOf({ firstPage, pages, last }: Chunk): string {
  const from = firstPage > 0 ? [`ctid >= '(${firstPage},0)'::tid`] : []
  const to = last ? [] : [`ctid < '(${firstPage + pages},0)'::tid`]
  return [...from, ...to].join(' and ')
}

async function inTurn<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const item of items) results.push(await work(item))
  return results
}
