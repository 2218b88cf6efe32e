import { z } from 'zod'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { UserError } from '../model/user-error.ts'
import { type Contents, type Copy, type ServerFacts, serverFacts } from './destruction-facts-known.ts'
import { newestRowSql, pointersSql, serverSql, TABLE_FACTS_SQL } from './destruction-facts-sql.ts'
import { countRows } from './row-counts.ts'

/** A database of at most this size is counted row by row: that takes seconds. */
const COUNTED_MAX_BYTES = 1_000_000_000
const BIGGEST = 3
const LOOKED_INTO_MAX = 20

/** Asked in the database postgres, which is there on every server, so that the look itself is no session in the other. */
export async function askServer(tools: Tools, on: DatabaseRef, database: string): Promise<ServerFacts> {
  const [row] = await tools.databases.query({ ...on, database: 'postgres' }, serverSql(database))
  return serverFacts.parse(row)
}

const tableRow = z.object({
  table: z.string(),
  bytes: z.coerce.number(),
  rows: z.coerce.number(),
  written: z.coerce.number(),
})

/** What the database holds, from inside it. */
export async function lookInside(tools: Tools, on: DatabaseRef, server: ServerFacts): Promise<Contents> {
  const found = (await tools.databases.query(on, TABLE_FACTS_SQL)).map((row) => tableRow.parse(row))
  const isCounted = (server.size_bytes ?? Number.POSITIVE_INFINITY) <= COUNTED_MAX_BYTES
  const counts = isCounted ? await countRows(tools, on) : {}
  const tables = found.map(({ table, rows, bytes }) => ({ table, bytes, rows: counts[table] ?? rows }))
  const newestRowAt =
    isCounted && server.last_commit !== null
      ? await newestRow(
          tools,
          on,
          tables.map(({ table }) => table),
        )
      : undefined
  return {
    rows: sumOf(tables.map(({ rows }) => rows)),
    exact: isCounted,
    tables: tables.length,
    biggest: tables.slice(0, BIGGEST),
    written: sumOf(found.map(({ written }) => written)),
    ...(newestRowAt !== undefined && { newestRowAt }),
    measuredAt: tools.now().toISOString(),
  }
}

async function newestRow(tools: Tools, on: DatabaseRef, tables: readonly string[]): Promise<string | undefined> {
  if (tables.length === 0) return undefined
  const [row] = await tools.databases.query(on, newestRowSql(tables))
  return z.object({ at: z.string().nullable() }).parse(row).at ?? undefined
}

const pointersRow = z.object({ pointers: z.array(z.string()) })

/** What in other databases of the server points at this name, and which of them could not be looked into. */
export async function findPointers(
  tools: Tools,
  on: DatabaseRef,
  others: readonly string[],
): Promise<{ readonly pointers: readonly string[]; readonly unseen: readonly string[] }> {
  const looks = await Promise.all(others.slice(0, LOOKED_INTO_MAX).map((other) => pointersIn(tools, on, other)))
  return {
    pointers: looks.flatMap(({ pointers }) => pointers),
    unseen: [...looks.flatMap(({ unseen }) => unseen), ...others.slice(LOOKED_INTO_MAX)],
  }
}

async function pointersIn(tools: Tools, on: DatabaseRef, other: string) {
  try {
    const [row] = await tools.databases.query({ ...on, database: other }, pointersSql(on.database))
    return { pointers: pointersRow.parse(row).pointers.map((one) => `${one} of ${other}`), unseen: [] }
  } catch (error) {
    if (error instanceof UserError) return { pointers: [], unseen: [other] }
    throw error
  }
}

/** The copy as it is now. A server that cannot be asked is an error and not a copy that is missing. */
export async function lookAtCopy(tools: Tools, copy: DatabaseRef): Promise<Copy> {
  const server = await askServer(tools, copy, copy.database)
  if (!server.present) return { is: 'missing' }
  return { is: 'there', sizeBytes: server.size_bytes ?? 0, contents: await lookInside(tools, copy, server) }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
