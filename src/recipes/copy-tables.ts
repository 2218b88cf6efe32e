import { z } from 'zod'
import { databaseArgs } from '../checks/database-args.ts'
import { defineAction } from '../model/define-action.ts'
import { createPace } from '../model/pace.ts'
import type { DatabaseRef } from '../model/ports.ts'
import { type Shell, sh } from '../model/shell.ts'
import { UserError } from '../model/user-error.ts'
import { type Chunk, readChunks } from './chunk-list.ts'
import { createCourse } from './course.ts'
import { arrived } from './ledger.ts'
import { psql, usePassFile } from './login.ts'
import { type Part, pipePart, type Sides } from './pipe-part.ts'
import { chunkMark, LANDED, sendChunks } from './send-chunks.ts'
import { nextTurn, sharesOf } from './turns.ts'
import { type Wire, wireBetween } from './wire.ts'

const args = z.object({
  source: databaseArgs,
  target: databaseArgs,
  snapshot: z.string(),
  /** Rows that will have come when all have, for the progress. */
  rows: z.number(),
  direct: z.boolean(),
  streams: z.number(),
  compression: z.enum(['none', 'zstd']),
  /** Most bytes a second, all streams together. */
  limit: z.number().optional(),
})

/**
 * Copies every table's rows as of the snapshot, in chunks that each land once or not at all: the target counts the rows
 * of a chunk before it commits them together with the chunk's marker. After a cut only what is missing is sent.
 */
export const copyTables = defineAction({
  name: 'copy-tables',
  version: 2,
  args,
  on: ({ target }) => ('output' in target ? '' : target.host),
  shows: ({ source, target }) =>
    `copy (select … from each table of ${where(source)}, piece by piece) to stdout | copy … from stdin on ${where(target)}`,
  run: async ({ source, target, snapshot, rows, direct, streams, compression, limit }, tools, context) => {
    const sides = { source, target, direct, ...(limit && { pace: createPace(limit) }) }
    const chunks = await readChunks(tools, target)
    const wire = await wireBetween(tools, [source.host, target.host], compression)
    const course = createCourse(rows, context, tools.now, () => arrived(tools, target))
    const missing = async () => {
      const landed = await course.look()
      return chunks.filter(({ id }) => !landed.has(chunkMark(id)))
    }
    let left: readonly Chunk[] = await missing()
    for (let turns = 0; left.length > 0; turns += 1) {
      const turn = nextTurn(left, { streams, limit })
      const shares = sharesOf(turn)
      const { run, step, attempt } = context.scope
      const script = sendChunks(shares, snapshot, `drover ${run} ${step} ${attempt} ${tools.now().getTime()} ${turns}`)
      const counters = Array.from({ length: Math.min(streams, shares.length) }, course.bytesOf)
      await context.part(() => pipePart(tools, sides, partOf(turn, script, sides, wire), context, counters))
      left = fewer(left, await missing())
    }
    return { ...course.outputs(), chunks: chunks.length }
  },
})

function partOf(turn: readonly Chunk[], script: string, { source, target }: Sides, wire: Wire): Part {
  const name = nameOf(turn)
  return {
    name,
    marks: turn.map(({ id }) => chunkMark(id)),
    send: sh`${usePassFile}${WIDE}wide ${psql(source)} -f ${{ file: 'chunks.sql' }}${wire.pack}`,
    take: sh`${usePassFile}${WIDE}said=$(${wire.unpack}wide ${psql(target)})
if [ "$said" != ${LANDED} ]; then echo ${`${name} arrived cut short`} >&2; exit 4; fi`,
    files: { 'chunks.sql': script },
  }
}

/** A turn in which both ends said that all is well, and after which nothing more is there than before, would be tried for ever. */
function fewer(before: readonly Chunk[], after: readonly Chunk[]): readonly Chunk[] {
  if (after.length < before.length) return after
  throw new UserError(
    'part-failed',
    `${nameOf(before)} were sent and the target has none of them. Nothing was lost on the source; press Retry, and look at the logs of both servers when it comes again.`,
  )
}

/** psql reads and writes a pipe by 4 KB at a time; where coreutils can widen that, fewer calls and switches are left. */
const WIDE: Shell = sh`wide() { if command -v stdbuf > /dev/null; then stdbuf -i 64K -o 64K "$@"; else "$@"; fi; }
`

/** A turn may hold hundreds of pieces: people need to know which, not each. */
function nameOf(chunks: readonly Chunk[]): string {
  const [first, last] = [chunks[0], chunks.at(-1)]
  return first === last ? `Piece ${first?.id}` : `${chunks.length} pieces, ${first?.id} to ${last?.id},`
}

function where(database: { output: unknown } | DatabaseRef): string {
  return 'output' in database ? 'the database' : `${database.database} on ${database.host}`
}
