import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PipeEnd } from '../../src/model/ports.ts'
import { copyTables } from '../../src/recipes/copy-tables.ts'
import { type Answers, fakeTools } from '../checks/fake-tools.ts'
import { actionContext, piped, SOURCE, TARGET } from './action-context.ts'

const SNAPSHOT = '00000003-000004AB-1'

/** A source with one table of two pieces and one of one piece, and a target that has this much already. */
function world({
  ledger = [],
  hasZstd = false,
  ranges = true,
  pipe = () => piped(1000),
}: {
  ledger?: string[]
  hasZstd?: boolean
  ranges?: boolean
  pipe?: NonNullable<Answers['pipe']>
}) {
  const pipes: { source: PipeEnd; target: PipeEnd; direct: boolean }[] = []
  const tools = fakeTools({
    ask: () => ({ code: hasZstd ? 0 : 1, stdout: '', stderr: '' }),
    query: (_database, sql) => {
      if (sql.includes('drover.ledger')) return ledger.map((id) => ({ id, rows: '5' }))
      if (sql.includes('pg_total_relation_size'))
        return [
          { table: 'public.small', total_bytes: 8192 },
          { table: 'public.couchdb', total_bytes: 1024 * 1024 },
        ]
      if (sql.includes('string_agg')) return [{ pages: sql.includes('couchdb') ? 128 : 1, columns: '_id, doc', ranges }]
      return sql.includes('public.small') || !ranges
        ? [{ piece: 0, rows: 3 }]
        : [
            { piece: 0, rows: 600 },
            { piece: 1, rows: '400' },
          ]
    },
    pipe: (source, target, options) => {
      pipes.push({ source, target, direct: options.direct })
      options.onBytes(1000)
      return pipe(source, target, options)
    },
  })
  return { tools, pipes, ledger }
}

function copy(tools: ReturnType<typeof fakeTools>, context = actionContext(), direct = false) {
  const { args } = copyTables({ source: SOURCE, target: TARGET, snapshot: SNAPSHOT, direct, streams: 1 })
  return copyTables.registered.run(args, tools, context)
}

test('every piece of every table is sent, biggest table first, under the snapshot', async () => {
  const { tools, pipes } = world({})
  assert.deepEqual(await copy(tools), { rows: 1003, sentBytes: 3000, chunks: 3 })
  assert.equal(
    pipes[0]?.source.command,
    `export PGPASSFILE="$DROVER_FILES"/pgpass PGAPPNAME=drover PGCONNECT_TIMEOUT=15
psql -qXAt -v ON_ERROR_STOP=1 -w -h 127.0.0.1 -p 5432 -U postgres -d cht -c 'begin isolation level repeatable read read only' -c 'set transaction snapshot '\\''00000003-000004AB-1'\\''' -c 'copy (select _id, doc from only public.couchdb where ctid < '\\''(64,0)'\\''::tid) to stdout'`,
  )
  assert.match(
    pipes[1]?.source.command ?? '',
    /from only public\.couchdb where ctid >= '\\''\(64,0\)'\\''::tid\) to stdout'$/,
  )
  assert.match(pipes[2]?.source.command ?? '', /copy \(select _id, doc from only public\.small\) to stdout'$/)
  assert.deepEqual(pipes[0]?.source.files, { pgpass: '*:5432:*:postgres:value of source-pg\n' })
  assert.deepEqual(pipes[0]?.target.files, { pgpass: '' })
})

test('a piece lands with its marker in one transaction, and only with the rows that were counted', async () => {
  const { tools, pipes } = world({})
  await copy(tools)
  const script = `set synchronous_commit = off;
begin;
insert into drover.ledger (id, rows) values ('\\''public.couchdb from page 0'\\'', 600);
\\copy public.couchdb (_id, doc) from pstdin
select :ROW_COUNT = 600 as whole \\gset
\\if :whole
commit;
\\else
rollback;
do $$ begin raise exception '\\''the chunk arrived with the wrong number of rows'\\''; end $$;
\\endif`
  assert.equal(
    pipes[0]?.target.command,
    `export PGPASSFILE="$DROVER_FILES"/pgpass PGAPPNAME=drover PGCONNECT_TIMEOUT=15
script=$(mktemp)
trap 'rm -f "$script"' EXIT
printf '%s\\n' '${script}' > "$script"
psql -qXAt -v ON_ERROR_STOP=1 -w -h 127.0.0.1 -p 5433 -U postgres -d cht -f "$script"`,
  )
})

test('what has arrived is not sent again, and counts as done', async () => {
  const { tools, pipes } = world({ ledger: ['public.couchdb from page 0', 'public.small from page 0'] })
  const context = actionContext()
  await copy(tools, context)
  assert.equal(pipes.length, 1)
  assert.match(pipes[0]?.target.command ?? '', /public\.couchdb from page 64/)
  assert.deepEqual(
    context.reports.map(({ done, total }) => `${done} of ${total}`),
    ['603 of 1003', '1003 of 1003'],
  )
})

test('hosts that both have zstd send packed', async () => {
  const { tools, pipes } = world({ hasZstd: true })
  await copy(tools)
  assert.match(pipes[0]?.source.command ?? '', / \| zstd -q -1$/)
  assert.match(pipes[0]?.target.command ?? '', /\nzstd -q -d \| psql /)
})

test('a server that cannot scan by place sends each table whole', async () => {
  const { tools, pipes } = world({ ranges: false })
  await copy(tools)
  assert.deepEqual(
    pipes.map(({ source }) => /from only (\S+)\)/.exec(source.command)?.[1]),
    ['public.couchdb', 'public.small'],
  )
})

test('bytes go from host to host when asked to', async () => {
  const { tools, pipes } = world({})
  await copy(tools, actionContext(), true)
  assert.ok(pipes.every(({ direct }) => direct))
})

test('a piece that did not arrive stops the rest, and the one who complained is named', async () => {
  const { tools, pipes } = world({
    pipe: () => piped(7, { source: [1, 'ERROR:  permission denied for table couchdb\n'], target: [3, 'cut\n'] }),
  })
  await assert.rejects(copy(tools), {
    code: 'part-failed',
    message:
      'public.couchdb from page 0 did not arrive: old-pg ended with exit 1. Nothing of it is in the target, and a retry sends it again.\nERROR:  permission denied for table couchdb',
  })
  assert.equal(pipes.length, 1)
})

test('a piece that arrived all the same, under a broken connection, counts as sent', async () => {
  const made = world({
    pipe: (_source, target) => {
      const id = /values \('\\''(.*?)'\\'', /.exec(target.command)?.[1] ?? ''
      made.ledger.push(id)
      return piped(7, { target: [255, ''] })
    },
  })
  assert.equal((await copy(made.tools))['chunks'], 3)
  assert.equal(made.pipes.length, 3)
})

test('an action that was told to stop sends nothing more', async () => {
  const { tools, pipes } = world({})
  await assert.rejects(copy(tools, actionContext(AbortSignal.abort())), { name: 'AbortError' })
  assert.equal(pipes.length, 0)
})
