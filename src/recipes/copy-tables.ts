import { z } from 'zod'
import { databaseArgs } from '../checks/database-args.ts'
import type { ActionContext } from '../model/action.ts'
import { defineAction } from '../model/define-action.ts'
import { createPace } from '../model/pace.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { type Shell, sh } from '../model/shell.ts'
import { inBatches } from './batches.ts'
import { type Chunk, readChunks } from './chunk-list.ts'
import { type Course, createCourse } from './course.ts'
import { arrived } from './ledger.ts'
import { psql, usePassFile } from './login.ts'
import { type Part, pipePart, type Sides } from './pipe-part.ts'
import { chunkMark, LANDED, sendChunks } from './send-chunks.ts'
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
    const course = createCourse(rows, context, tools.now)
    const land = () => arrived(tools, target)
    const done = await land()
    course.landed(done)
    const left = chunks.filter(({ id }) => !done.has(chunkMark(id)))
    await inBatches(left, { streams, limit }, async (batch) => {
      await context.part(() => send(batch, sides, { snapshot, wire, course }, tools, context))
      course.landed(await land())
    })
    return { ...course.outputs(), chunks: chunks.length }
  },
})

interface Way {
  readonly snapshot: string
  readonly wire: Wire
  readonly course: Course
}

async function send(
  batch: readonly Chunk[],
  sides: Sides,
  { snapshot, wire, course }: Way,
  tools: Tools,
  context: ActionContext,
): Promise<void> {
  const name = nameOf(batch)
  const part: Part = {
    name,
    marks: batch.map(({ id }) => chunkMark(id)),
    send: sh`${usePassFile}${WIDE}wide ${psql(sides.source)} -f ${{ file: 'chunks.sql' }}${wire.pack}`,
    take: sh`${usePassFile}${WIDE}said=$(${wire.unpack}wide ${psql(sides.target)})
if [ "$said" != ${LANDED} ]; then echo ${`${name} arrived cut short`} >&2; exit 4; fi`,
    files: { 'chunks.sql': sendChunks(batch, snapshot) },
  }
  await pipePart(tools, sides, part, context, course.bytesOf())
}

/** psql reads and writes a pipe by 4 KB at a time; where coreutils can widen that, fewer calls and switches are left. */
const WIDE: Shell = sh`wide() { if command -v stdbuf > /dev/null; then stdbuf -i 64K -o 64K "$@"; else "$@"; fi; }
`

/** A batch may hold hundreds of pieces: people need to know which, not each. */
function nameOf(batch: readonly Chunk[]): string {
  const [first, last] = [batch[0], batch.at(-1)]
  return first === last ? `Piece ${first?.id}` : `${batch.length} pieces, ${first?.id} to ${last?.id},`
}

function where(database: { output: unknown } | DatabaseRef): string {
  return 'output' in database ? 'the database' : `${database.database} on ${database.host}`
}
