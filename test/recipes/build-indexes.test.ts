import assert from 'node:assert/strict'
import { test } from 'node:test'
import { render } from '../../src/model/shell.ts'
import { buildIndexes } from '../../src/recipes/build-indexes.ts'
import { TARGET } from './action-context.ts'

const PSQL = 'psql -qXAt -v ON_ERROR_STOP=1 -w -h 127.0.0.1 -p 5433 -U postgres -d cht'
const LEFT = `from drover.entries where not exists (select from drover.ledger where ledger.id = '\\''entry '\\'' || entries.id)`

function script(): string {
  const step = buildIndexes(TARGET, 4)
  assert.ok(step.kind === 'remote' && step.act.do === 'job')
  return render(step.act.run, { output: () => undefined })
}

test('an entry and its marker are one transaction', () => {
  assert.ok(
    script().includes(`begin;
insert into drover.ledger (id, rows) values ('\\''entry '\\'' || :id, 0);
\\o /dev/null
select sql from drover.entries where id = :id \\gexec
commit;' > build.sql
`),
  )
})

test('what takes long is built side by side, then what is left one after the other, then statistics are gathered', () => {
  const list = (name: string, turns: string) =>
    `select format(e'\\''\\\\set id %s\\n\\\\i ${name}'\\'', id) ${LEFT} and turn in (${turns}) order by id`
  assert.ok(script().includes(` -c '\\o beside.sql' -c '${list('take.sql', `'\\''beside'\\''`)}' >> "$DROVER_OUT"\n`))
  assert.deepEqual(script().split('\n').slice(-8), [
    `seq 4 | xargs -P 4 -I {} ${PSQL} -v memory="$memory" -v session={} -f beside.sql || echo 'some are tried again one after the other'`,
    `printf '%s\\n' '\\o left.sql`,
    `${list('build.sql', `'\\''beside'\\'', '\\''in-order'\\''`)};`,
    '\\o',
    '\\i left.sql',
    `analyze;' > in-order.sql`,
    `${PSQL} -v memory="$memory" -f in-order.sql`,
    '',
  ])
})

test('of several sessions each takes what no other has, and what is not done yet', () => {
  assert.ok(
    script().includes(`printf '%s\\n' 'select pg_try_advisory_lock(hashtext('\\''drover'\\''), :id) and not exists (select from drover.ledger where ledger.id = '\\''entry '\\'' || :id) as mine \\gset
\\if :mine
\\i build.sql
\\endif' > take.sql
`),
  )
})

test('how far it is can be told all the while', () => {
  assert.ok(
    script().includes(
      `'\\''total='\\'' || count(*) from drover.entries' -c 'select '\\''unit=indexes and constraints'\\''' -c `,
    ),
  )
  assert.ok(
    script().includes(
      `'\\''done='\\'' || count(*) from drover.ledger where id like '\\''entry %'\\''' >> "$DROVER_OUT" || :; done &`,
    ),
  )
})
