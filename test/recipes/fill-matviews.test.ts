import assert from 'node:assert/strict'
import { test } from 'node:test'
import { render, sh } from '../../src/model/shell.ts'
import { fillMatviews } from '../../src/recipes/fill-matviews.ts'
import { TARGET } from './action-context.ts'

const PSQL = 'psql -qXAt -v ON_ERROR_STOP=1 -w -h 127.0.0.1 -p 5433 -U postgres -d cht'

function script(): string {
  const step = fillMatviews(TARGET, sh`${'["public.m"]'}`, 2, sh`echo the end`)
  assert.ok(step.kind === 'remote' && step.act.do === 'job')
  return render(step.act.run, { output: () => undefined })
}

test('views are filled in rounds, as long as a round fills one more', () => {
  const lines = script().split('\n')
  assert.deepEqual(lines.slice(lines.indexOf('while [ "$left" -gt 0 ]; do')), [
    'while [ "$left" -gt 0 ]; do',
    `  xargs -P 2 -I {} ${PSQL} -v memory="$memory" -v id={} -f refresh.sql < ready || echo 'a view was not filled in this round'`,
    '  look',
    '  read -r now < left',
    `  printf 'done=%s\\n' "$((total - now))" >> "$DROVER_OUT"`,
    '  if [ "$now" = "$left" ]; then echo "$now materialized views stay empty" >&2; exit 1; fi',
    '  left=$now',
    'done',
    'echo the end',
  ])
})

test('one session tells how many are left and which of them are ready', () => {
  assert.ok(script().includes(`\nlook() { ${PSQL} -v wanted="$wanted" -f look.sql; }\nlook\nread -r left < left\n`))
  assert.match(
    script(),
    /printf '%s\\n' '\\o left\nselect count\(\*\) [^;]*;\n\\o ready\nwith recursive [^;]*;' > look\.sql/,
  )
})

test('the list comes as one word, and a view on it that is not there is passed over', () => {
  assert.ok(script().includes(`\nwanted='["public.m"]'\n`))
  assert.ok(script().includes('on c.oid = to_regclass(name) where'))
})

test('a view that was filled gets its statistics at once, for those that rest on it', () => {
  assert.ok(
    script().includes(`select format('\\''refresh materialized view %s'\\'', :id::regclass) \\gexec
select format('\\''analyze %s'\\'', :id::regclass) \\gexec' > refresh.sql`),
  )
})
