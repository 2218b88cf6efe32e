import { digest } from '../model/json.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { LONG_MS } from './database-args.ts'
import type { Shape } from './row-hashes-shape.ts'
import { type Hashing, sumsSql } from './row-hashes-sql.ts'
import { add, hashOf, NOTHING, type Sum, sumRow } from './row-hashes-sum.ts'
import type { TableHash, TableHashes, Way } from './row-hashes-table.ts'

/** What to measure with: as of a snapshot when one is given, over so many connections, big tables in pieces if `split`. */
export interface Measuring {
  readonly database: DatabaseRef
  readonly snapshot?: string | undefined
  readonly streams: number
  readonly split: boolean
}

/** A table and how to hash it. */
export interface Asked {
  readonly shape: Shape
  readonly hashing: Hashing
  readonly sampledBy?: string | undefined
}

/** The columns as a short digest. What is hashed by itself first counts, since json and text look alike in a row. */
function columnsOf({ columns }: Shape): string {
  return digest(columns).slice(0, 12)
}

/** Hashes tables piece by piece, the biggest pieces first; the sums of pieces add up to those of their table. */
export async function hashTables(tools: Tools, asked: readonly Asked[], how: Measuring): Promise<TableHashes> {
  const total = asked.reduce((sum, { shape }) => sum + shape.totalBytes, 0)
  const pieceBytes = Math.max(LEAST_PIECE_BYTES, total / (how.streams * 8))
  const pieces = asked.flatMap((one) =>
    piecesOf(one, how.split && how.streams > 1 ? pieceBytes : Number.POSITIVE_INFINITY),
  )
  const sums = new Map<string, Sum>(asked.map(({ shape }) => [shape.table, NOTHING]))
  const options = {
    timeoutMs: LONG_MS,
    searchPath: 'pg_catalog',
    ...(how.snapshot !== undefined && { snapshot: how.snapshot }),
  }
  await eachOf(
    pieces.sort((a, b) => b.bytes - a.bytes),
    how.streams,
    async ({ asked: { shape, hashing, sampledBy }, range }) => {
      const sql = sumsSql(shape, hashing, { range, sampledBy })
      const [row] = await tools.databases.query(how.database, sql, options)
      sums.set(shape.table, add(sums.get(shape.table) ?? NOTHING, sumRow.parse(row)))
    },
  )
  return Object.fromEntries(asked.map((one) => [one.shape.table, measured(one, sums.get(one.shape.table) ?? NOTHING)]))
}

function measured({ shape, hashing, sampledBy }: Asked, sum: Sum): TableHash {
  return { rows: sum.rows, hash: hashOf(sum), hashedRows: sum.hashed, way: wayOf(shape, hashing, sampledBy) }
}

/** MD5 is taken of UTF-8 everywhere; the other function of the database's own bytes. */
function wayOf(shape: Shape, { by, encoding }: Hashing, sampledBy: string | undefined): Way {
  return {
    by,
    ...(by === 'hashtextextended' && encoding !== undefined && { encoding }),
    ...(sampledBy !== undefined && { sampledBy }),
    columns: columnsOf(shape),
  }
}

const LEAST_PIECE_BYTES = 32 * 1024 * 1024

interface Piece {
  readonly asked: Asked
  readonly range?: string
  readonly bytes: number
}

/** Pieces by place in the heap. The last has no upper end: under no snapshot the table may have grown since. */
function piecesOf(asked: Asked, pieceBytes: number): readonly Piece[] {
  const { totalBytes, pages } = asked.shape
  const count = Math.max(1, Math.min(pages, Math.ceil(totalBytes / pieceBytes)))
  if (count === 1) return [{ asked, bytes: totalBytes }]
  const size = Math.ceil(pages / count)
  const starts = Array.from({ length: Math.ceil(pages / size) }, (_, index) => index * size)
  return starts.map((start) => {
    const end = start + size
    const upper = end >= pages ? '' : ` and t.ctid < '(${end},0)'::tid`
    return { asked, bytes: totalBytes / starts.length, range: `t.ctid >= '(${start},0)'::tid${upper}` }
  })
}

/** So many at a time. After one has failed, none is begun. */
async function eachOf<Item>(
  items: readonly Item[],
  streams: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items]
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift())
      await work(item).catch((error: unknown) => {
        left.length = 0
        throw error
      })
  }
  const ends = await Promise.allSettled(Array.from({ length: Math.max(1, streams) }, worker))
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed) throw failed.reason
}
