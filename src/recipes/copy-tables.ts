import { z } from 'zod'
import { databaseArgs } from '../checks/database-args.ts'
import type { ActionContext } from '../model/action.ts'
import { formatBytes } from '../model/amount.ts'
import { defineAction } from '../model/define-action.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { sh } from '../model/shell.ts'
import { type Chunk, chunksOf, whereOf } from './chunks.ts'
import { arrived } from './ledger.ts'
import { psql, usePassFile } from './login.ts'
import { type Part, pipePart, type Sides } from './pipe-part.ts'
import { literal } from './sql.ts'

const args = z.object({
  source: databaseArgs,
  target: databaseArgs,
  snapshot: z.string(),
  direct: z.boolean(),
  streams: z.number(),
})

/**
 * Copies every table's rows as of the snapshot, in chunks that each land once or not at all: the target counts the rows
 * of a chunk before it commits them together with the chunk's marker. After a cut only what is missing is sent.
 */
export const copyTables = defineAction({
  name: 'copy-tables',
  version: 1,
  args,
  on: ({ target }) => ('output' in target ? '' : target.host),
  shows: ({ source, target }) =>
    `copy (select … from each table of ${where(source)}, piece by piece) to stdout | copy … from stdin on ${where(target)}`,
  run: async ({ source, target, snapshot, direct, streams }, tools, context) => {
    const chunks = await chunksOf(tools, source, snapshot)
    const done = await arrived(tools, target)
    const pace = createPace(chunks, done, context)
    const left = chunks.filter(({ id }) => !done.has(id))
    const wire = await compressionFor(tools, source.host, target.host)
    await eachOf(left, streams, context.signal, async (chunk) => {
      await pipePart(
        tools,
        { source, target, direct },
        partOf(chunk, { source, target, direct }, snapshot, wire),
        context,
        pace.bytes(chunk.id),
      )
      pace.landed(chunk)
    })
    return pace.outputs()
  },
})

interface Wire {
  readonly pack: ReturnType<typeof sh>
  readonly unpack: ReturnType<typeof sh>
}

/** zstd where both hosts have it, else bytes as they are. */
async function compressionFor(tools: Tools, source: string, target: string): Promise<Wire> {
  const [from, to] = await Promise.all([source, target].map((host) => tools.hosts.ask(host, 'command -v zstd')))
  return from?.code === 0 && to?.code === 0
    ? { pack: sh` | zstd -q -1`, unpack: sh`zstd -q -d | ` }
    : { pack: sh``, unpack: sh`` }
}

function partOf(chunk: Chunk, { source, target }: Sides, snapshot: string, wire: Wire): Part {
  const condition = whereOf(chunk)
  const select = `copy (select ${chunk.columns} from only ${chunk.table}${condition && ` where ${condition}`}) to stdout`
  const begin = 'begin isolation level repeatable read read only'
  return {
    id: chunk.id,
    send: sh`${usePassFile}${psql(source)} -c ${begin} -c ${`set transaction snapshot ${literal(snapshot)}`} -c ${select}${wire.pack}`,
    take: sh`${usePassFile}script=$(mktemp)
trap ${'rm -f "$script"'} EXIT
printf ${'%s\\n'} ${takeSql(chunk)} > "$script"
${wire.unpack}${psql(target)} -f "$script"`,
  }
}

/** The marker goes first: a second copy of the same chunk waits for it and then fails. psql counts what COPY took in ROW_COUNT. */
function takeSql({ id, table, columns, rows }: Chunk): string {
  return `set synchronous_commit = off;
begin;
insert into drover.ledger (id, rows) values (${literal(id)}, ${rows});
\\copy ${table} (${columns}) from pstdin
select :ROW_COUNT = ${rows} as whole \\gset
\\if :whole
commit;
\\else
rollback;
do $$ begin raise exception 'the chunk arrived with the wrong number of rows'; end $$;
\\endif`
}

function createPace(chunks: readonly Chunk[], done: ReadonlyMap<string, number>, context: ActionContext) {
  const total = chunks.reduce((sum, { rows }) => sum + rows, 0)
  const before = chunks.filter(({ id }) => done.has(id)).reduce((sum, { rows }) => sum + rows, 0)
  const sent = new Map<string, number>()
  let rows = before
  const startedMs = Date.now()
  const report = () => {
    const bytes = [...sent.values()].reduce((sum, one) => sum + one, 0)
    const perSecond = bytes / Math.max(0.5, (Date.now() - startedMs) / 1000)
    context.report({ done: rows, total, unit: 'rows', note: `${formatBytes(bytes)} sent, ${formatBytes(perSecond)}/s` })
  }
  return {
    bytes: (id: string) => (bytes: number) => {
      sent.set(id, bytes)
      report()
    },
    landed: (chunk: Chunk) => {
      rows += chunk.rows
      report()
    },
    outputs: () => ({
      rows: total,
      sentBytes: [...sent.values()].reduce((sum, one) => sum + one, 0),
      chunks: chunks.length,
    }),
  }
}

/** Works through items, `streams` at a time. The first failure stops the rest. */
async function eachOf<Item>(
  items: readonly Item[],
  streams: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items]
  let broken = false
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined && !broken; item = queue.shift()) {
      signal.throwIfAborted()
      await work(item).catch((error: unknown) => {
        broken = true
        throw error
      })
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: streams }, worker))
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed) throw failed.reason
}

function where(database: { output: unknown } | DatabaseRef): string {
  return 'output' in database ? 'the database' : `${database.database} on ${database.host}`
}
