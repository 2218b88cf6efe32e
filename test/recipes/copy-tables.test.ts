import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PipeEnd } from '../../src/model/ports.ts'
import { copyTables } from '../../src/recipes/copy-tables.ts'
import { type Answers, fakeTools } from '../checks/fake-tools.ts'
import { actionContext, piped, SOURCE, TARGET } from './action-context.ts'

const SNAPSHOT = '00000003-000004AB-1'
const USE = `export PGPASSFILE="$DROVER_FILES"/pgpass PGAPPNAME=drover PGCONNECT_TIMEOUT=15 PGCLIENTENCODING=UTF8
export PGOPTIONS="-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0 -c default_transaction_read_only=off"
`
const WIDE = `wide() { if command -v stdbuf > /dev/null; then stdbuf -i 64K -o 64K "$@"; else "$@"; fi; }
`
const TAKE = 'psql -qXAt -v ON_ERROR_STOP=1 -w -h 127.0.0.1 -p 5433 -U postgres -d cht'
/** Two pieces of one table and one of another, each big enough for a turn of its own. */
const CHUNKS = [
  { id: 1, relation: '"public"."couchdb"', first_page: '0', pages: '64', is_last: false },
  { id: 2, relation: '"public"."couchdb"', first_page: '64', pages: '64', is_last: true },
  { id: 3, relation: '"public"."small"', first_page: '0', pages: '1', is_last: true },
].map((row) => ({ ...row, columns: '"_id", "doc"', condition: '', encoding: 'UTF8', bytes: '400000000' }))

interface World {
  /** Markers that are there, with their rows; what a pipe brings is added. */
  readonly ledger?: Record<string, number>
  readonly hasZstd?: boolean
  readonly pipe?: Answers['pipe']
  readonly keepsNothing?: boolean
}

function world({ ledger = {}, hasZstd = true, pipe = () => piped(1000), keepsNothing = false }: World) {
  const pipes: { source: PipeEnd; target: PipeEnd; direct: boolean }[] = []
  const tools = fakeTools({
    ask: (host) => ({ code: hasZstd || host === 'old-pg' ? 0 : 1, stdout: '', stderr: '' }),
    query: (_database, sql) =>
      sql.includes('drover.ledger') ? Object.entries(ledger).map(([id, rows]) => ({ id, rows: String(rows) })) : CHUNKS,
    pipe: (source, target, options) => {
      pipes.push({ source, target, direct: options.direct })
      options.onBytes(1000)
      const end = pipe(source, target, options)
      if (end.target.code === 0 && !keepsNothing) for (const id of marksOf(source)) ledger[id] = 5
      return end
    },
  })
  return { tools, pipes, ledger }
}

function marksOf({ files }: PipeEnd): readonly string[] {
  return [...(files?.['chunks.sql'] ?? '').matchAll(/''(chunk \d+)''/g)].map(([, mark = '']) => mark)
}

interface Options {
  readonly compression?: 'none' | 'zstd'
  readonly direct?: boolean
  readonly streams?: number
}

function copy(tools: ReturnType<typeof fakeTools>, context = actionContext(), options: Options = {}) {
  const { compression = 'none', direct = false, streams = 1 } = options
  const { args } = copyTables({
    source: SOURCE,
    target: TARGET,
    snapshot: SNAPSHOT,
    rows: 15,
    direct,
    streams,
    compression,
  })
  return copyTables.registered.run(args, tools, context)
}

test('every chunk goes from one psql that prints a script into another that runs it', async () => {
  const { tools, pipes } = world({})
  assert.deepEqual(await copy(tools), { rows: 15, sentBytes: 3000, chunks: 3 })
  const [first] = pipes
  assert.equal(
    first?.source.command,
    `${USE}${WIDE}wide psql -qXAt -v ON_ERROR_STOP=1 -w -h 127.0.0.1 -p 5432 -U postgres -d cht -f "$DROVER_FILES"/chunks.sql`,
  )
  assert.equal(
    first?.target.command,
    `${USE}${WIDE}said=$(wide ${TAKE})\nif [ "$said" != landed ]; then echo 'Piece 1 arrived cut short' >&2; exit 4; fi`,
  )
  assert.match(first?.source.files?.['chunks.sql'] ?? '', /^set transaction snapshot '00000003-000004AB-1';$/m)
  assert.equal(first?.source.files?.['pgpass'], '*:5432:*:postgres:value of source-pg\n')
  assert.deepEqual(first?.target.files, { pgpass: '' })
  assert.deepEqual(
    pipes.flatMap(({ source }) => marksOf(source)),
    ['chunk 1', 'chunk 2', 'chunk 3'],
  )
})

test('what has arrived is not sent again, and counts as done', async () => {
  const { tools, pipes } = world({ ledger: { schema: 0, 'chunk 1': 5, 'chunk 3': 5 } })
  const context = actionContext()
  await copy(tools, context)
  assert.deepEqual(
    pipes.map(({ source }) => marksOf(source)),
    [['chunk 2']],
  )
  assert.deepEqual(
    [context.reports[0], context.reports.at(-1)].map((report) => `${report?.done} of ${report?.total}`),
    ['10 of 15', '15 of 15'],
  )
})

test('nothing is sent when everything is there', async () => {
  const { tools, pipes } = world({ ledger: { 'chunk 1': 5, 'chunk 2': 5, 'chunk 3': 5 } })
  assert.deepEqual(await copy(tools), { rows: 15, sentBytes: 0, chunks: 3 })
  assert.equal(pipes.length, 0)
})

for (const { hasZstd, pack, unpack } of [
  { hasZstd: true, pack: 'zstd -q -1', unpack: 'zstd -q -d' },
  { hasZstd: false, pack: 'gzip -1', unpack: 'gzip -d' },
]) {
  test(`rows are packed with ${pack} where ${hasZstd ? 'both hosts have' : 'one host lacks'} zstd`, async () => {
    const { tools, pipes } = world({ hasZstd })
    await copy(tools, actionContext(), { compression: 'zstd' })
    assert.ok(pipes[0]?.source.command.endsWith(`chunks.sql | ${pack}`))
    assert.ok(pipes[0]?.target.command.includes(`said=$(${unpack} | wide psql `))
  })
}

test('bytes go from host to host when asked to', async () => {
  const { tools, pipes } = world({})
  await copy(tools, actionContext(), { direct: true })
  assert.ok(pipes.every(({ direct }) => direct))
})

test('a chunk that did not arrive stops the rest, and the one who complained is named', async () => {
  const { tools, pipes } = world({
    pipe: () => piped(7, { source: [1, 'ERROR:  permission denied for table couchdb\n'], target: [4, 'cut\n'] }),
  })
  await assert.rejects(copy(tools), {
    code: 'part-failed',
    message:
      'Piece 1 did not arrive whole: old-pg ended with exit 1. What had arrived stays, half a piece never does, and a retry sends the rest.\nERROR:  permission denied for table couchdb',
  })
  assert.equal(pipes.length, 1)
})

test('several streams run one script, in which each takes what no other has, and never more streams than shares', async () => {
  const { tools, pipes } = world({})
  await copy(tools, actionContext(), { streams: 2 })
  assert.deepEqual(
    pipes.map(({ source }) => marksOf(source)),
    [['chunk 1', 'chunk 2'], ['chunk 1', 'chunk 2'], ['chunk 3']],
  )
  const scripts = pipes.map(({ source }) => source.files?.['chunks.sql'])
  assert.equal(scripts[0], scripts[1])
  assert.match(
    scripts[0] ?? '',
    /^select pg_try_advisory_xact_lock\(hashtext\('drover m7f3xq sample 1 1793610000000 0'\), 1\) as mine \\gset$/m,
  )
})

test('a stream that breaks lets the other end, and only then the turn counts as broken or as sent', async () => {
  const ledger: Record<string, number> = {}
  const ends: string[] = []
  const { tools } = world({
    ledger,
    pipe: (source) => {
      ends.push(...marksOf(source))
      return piped(7, ends.length < 3 ? { target: [255, 'cut\n'] } : {})
    },
  })
  assert.equal((await copy(tools, actionContext(), { streams: 2 }))['rows'], 15)
})

test('a target that says all is well and has nothing is not asked for ever', async () => {
  const { tools, pipes } = world({ pipe: () => piped(7), keepsNothing: true })
  await assert.rejects(copy(tools), {
    code: 'part-failed',
    message:
      '3 pieces, 1 to 3, were sent and the target has none of them. Nothing was lost on the source; press Retry, and look at the logs of both servers when it comes again.',
  })
  assert.equal(pipes.length, 1)
})

test('chunks that arrived all the same, under a broken connection, count as sent', async () => {
  const ledger: Record<string, number> = {}
  const { tools, pipes } = world({
    ledger,
    pipe: (source) => {
      for (const mark of marksOf(source)) ledger[mark] = 5
      return piped(7, { target: [255, ''] })
    },
  })
  assert.equal((await copy(tools))['rows'], 15)
  assert.equal(pipes.length, 3)
})

test('a moment that is gone is said with the only way out', async () => {
  const { tools } = world({
    pipe: () => piped(0, { source: [3, 'ERROR:  invalid snapshot identifier: "x"\n'], target: [4, 'cut\n'] }),
  })
  await assert.rejects(copy(tools), {
    code: 'snapshot-lost',
    message:
      'The snapshot of database cht on old-pg is gone: the server restarted, or the session that held it ended. Piece 1 was not sent, and what was copied under the snapshot cannot be continued. Roll back, which drops the new database, and start again.',
  })
})

test('an action that was told to stop sends nothing more', async () => {
  const { tools, pipes } = world({})
  await assert.rejects(copy(tools, actionContext(AbortSignal.abort())), { name: 'AbortError' })
  assert.equal(pipes.length, 0)
})
