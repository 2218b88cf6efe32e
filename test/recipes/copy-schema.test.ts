import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PipeEnd } from '../../src/model/ports.ts'
import { copySchema } from '../../src/recipes/copy-schema.ts'
import { fakeTools } from '../checks/fake-tools.ts'
import { actionContext, piped, SOURCE, TARGET } from './action-context.ts'

type Section = 'pre-data' | 'post-data' | 'sequences'

async function copy(section: Section, ledger: readonly string[] = [], end = piped(10)) {
  const pipes: { source: PipeEnd; target: PipeEnd }[] = []
  const tools = fakeTools({
    query: () => ledger.map((id) => ({ id, rows: 0 })),
    pipe: (source, target) => {
      pipes.push({ source, target })
      return end
    },
  })
  const { args } = copySchema({
    source: SOURCE,
    target: TARGET,
    snapshot: '00000003-000004AB-1',
    section,
    direct: false,
  })
  await copySchema.registered.run(args, tools, actionContext())
  return pipes
}

test('a section of the schema runs in one transaction with its marker, and only when it came whole', async () => {
  const [pipe] = await copy('pre-data')
  assert.equal(
    pipe?.source.command,
    `export PGPASSFILE="$DROVER_FILES"/pgpass PGAPPNAME=drover PGCONNECT_TIMEOUT=15
pg_dump -w -h 127.0.0.1 -p 5432 -U postgres -d cht --schema-only --section=pre-data --exclude-schema=drover --snapshot=00000003-000004AB-1
echo '/* drover: whole */'`,
  )
  assert.equal(
    pipe?.target.command,
    `export PGPASSFILE="$DROVER_FILES"/pgpass PGAPPNAME=drover PGCONNECT_TIMEOUT=15
text=$(mktemp)
trap 'rm -f "$text"' EXIT
cat > "$text"
if [ "$(tail -n 1 "$text")" != '/* drover: whole */' ]; then echo 'pre-data arrived cut short' >&2; exit 4; fi
{ echo 'begin; insert into drover.ledger (id, rows) values ('\\''pre-data'\\'', 0);'; cat "$text"; echo 'commit;'; } | psql -qXAt -v ON_ERROR_STOP=1 -w -h 127.0.0.1 -p 5433 -U postgres -d cht`,
  )
})

test('sequences are set to where they stand now, since they only ever run ahead of a snapshot', async () => {
  const [pipe] = await copy('sequences')
  assert.match(pipe?.source.command ?? '', /psql -qXAt .* -c 'select format\('\\''select pg_catalog\.setval/)
  assert.doesNotMatch(pipe?.source.command ?? '', /snapshot/)
})

test('a section that has arrived is not sent again', async () => {
  assert.deepEqual(await copy('post-data', ['pre-data', 'post-data']), [])
})

test('a section that came cut short has changed nothing', async () => {
  await assert.rejects(copy('post-data', [], piped(10, { target: [4, 'post-data arrived cut short\n'] })), {
    message:
      'post-data did not arrive: new-pg ended with exit 4. Nothing of it is in the target, and a retry sends it again.\npost-data arrived cut short',
  })
})
