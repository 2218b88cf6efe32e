import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PipeEnd } from '../../src/model/ports.ts'
import { copySchema, copySequences } from '../../src/recipes/copy-schema.ts'
import { fakeTools } from '../checks/fake-tools.ts'
import { actionContext, piped, SOURCE, TARGET } from './action-context.ts'

const LOGIN = '-h 127.0.0.1 -p 5432 -U postgres'
const DUMP = `PGCLIENTENCODING= pg_dump -w ${LOGIN} -d cht --schema-only --quote-all-identifiers --no-tablespaces --no-subscriptions --exclude-schema=drover --snapshot=00000003-000004AB-1`
const SCHEMA = copySchema({ source: SOURCE, target: TARGET, snapshot: '00000003-000004AB-1', direct: false }).args
const SEQUENCES = copySequences({ source: SOURCE, target: TARGET, direct: false }).args

async function copy(what: 'schema' | 'sequences', ledger: readonly string[] = [], end = piped(10)) {
  const pipes: { source: PipeEnd; target: PipeEnd }[] = []
  const tools = fakeTools({
    query: () => ledger.map((id) => ({ id, rows: 0 })),
    pipe: (source, target) => {
      pipes.push({ source, target })
      return end
    },
  })
  const [action, args] = what === 'schema' ? [copySchema, SCHEMA] : [copySequences, SEQUENCES]
  await action.registered.run(args, tools, actionContext())
  return pipes
}

function linesOf(end: PipeEnd | undefined): readonly string[] {
  return (end?.command ?? '').split('\n').slice(2)
}

test('the schema is one text: what comes before the rows, then the lists that later steps work off', async () => {
  const [pipe] = await copy('schema')
  const lines = linesOf(pipe?.source)
  assert.deepEqual(lines.slice(0, 3), [
    `${DUMP} -Fc -Z0 --section=pre-data --section=post-data -f "$DROVER_FILES"/archive`,
    `pg_restore --section=pre-data --no-tablespaces -f "$DROVER_FILES"/schema.sql "$DROVER_FILES"/archive`,
    `sed '1,30{/^SET transaction_timeout = 0;$/d;}' "$DROVER_FILES"/schema.sql`,
  ])
  assert.match(
    lines[3] ?? '',
    /^echo 'set client_encoding = '\\''UTF8'\\''; create table drover\.chunks .* create table drover\.matviews .* create table drover\.entries .*;'$/,
  )
  assert.ok(
    lines[4]?.startsWith(
      `psql -qXAt -v ON_ERROR_STOP=1 -w ${LOGIN} -d cht -c 'begin isolation level repeatable read read only' -c 'set transaction snapshot '\\''00000003-000004AB-1'\\''' -c 'select '\\''\\set encoding '\\'' || getdatabaseencoding()' -c '`,
    ),
  )
  assert.ok(lines.includes('pg_restore -l --section=post-data "$DROVER_FILES"/archive > list'))
  assert.equal(lines.at(-1), `echo '/* drover: whole */'`)
})

test('the text runs in one transaction with its marker, and only when it came whole', async () => {
  const [pipe] = await copy('schema')
  assert.deepEqual(linesOf(pipe?.target), [
    'text="$DROVER_FILES"/sent.sql',
    'cat > "$text"',
    `if [ "$(tail -n 1 "$text")" != '/* drover: whole */' ]; then echo 'The schema arrived cut short' >&2; exit 4; fi`,
    `{ echo 'begin; insert into drover.ledger (id, rows) values ('\\''schema'\\'', 0);'; cat "$text"; echo 'commit;'; } | psql -qXAt -v ON_ERROR_STOP=1 -w -h 127.0.0.1 -p 5433 -U postgres -d cht`,
  ])
})

test('sequences are set to where they stand now, each read by itself, and the settings of the database with them', async () => {
  const [pipe] = await copy('sequences')
  assert.match(pipe?.source.command ?? '', /printf '%s\\n' '[\s\S]*setval\(%%L, %%s, %%L\)[\s\S]*\\gexec' \| psql /)
  assert.match(pipe?.source.command ?? '', /psql .* -c '[\s\S]*alter %s set %I to %s;/)
  assert.doesNotMatch(pipe?.source.command ?? '', /snapshot/)
})

test('a part that has arrived is not sent again', async () => {
  assert.deepEqual(await copy('schema', ['schema']), [])
  assert.deepEqual(await copy('sequences', ['schema', 'sequences']), [])
})

test('a schema that came cut short has changed nothing', async () => {
  await assert.rejects(copy('schema', [], piped(10, { target: [4, 'The schema arrived cut short\n'] })), {
    code: 'part-failed',
    message:
      'The schema did not arrive whole: new-pg ended with exit 4. What had arrived stays, half a piece never does, and a retry sends the rest.\nThe schema arrived cut short',
  })
})
