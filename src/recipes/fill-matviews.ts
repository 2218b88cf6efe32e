import { remote } from '../model/make-step.ts'
import type { DatabaseRef } from '../model/ports.ts'
import { type Shell, sh } from '../model/shell.ts'
import type { Step } from '../model/step.ts'
import { passFile, psql, usePassFile } from './login.ts'
import { useMemory } from './side-by-side.ts'

const WANTED = `from json_array_elements_text(:'wanted'::json) name join pg_class c on c.oid = to_regclass(name) where c.relkind = 'm' and not c.relispopulated`

/**
 * Compiling costs more than it saves in a query that runs once, and an exact plan needs the statistics that are there by now.
 * A refresh builds the view's indexes anew.
 */
const REFRESH = `set jit = off;
select set_config('work_mem', :'memory', false), set_config('maintenance_work_mem', :'memory', false) \\g /dev/null
select format('refresh materialized view %s', :id::regclass) \\gexec
select format('analyze %s', :id::regclass) \\gexec`

/** Views that are empty and rest on no other empty one; what a function hides comes out in a later round. */
const READY = `with recursive uses as (
    select r.ev_class as view, d.refobjid as other from pg_rewrite r join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
    where d.refclassid = 'pg_class'::regclass and d.refobjid <> r.ev_class),
  rests as (select view, other from uses union select rests.view, uses.other from rests join uses on uses.view = rests.other)
select c.oid ${WANTED} and not exists (
  select from rests join pg_class o on o.oid = rests.other where rests.view = c.oid and o.relkind = 'm' and not o.relispopulated)`

/** How many views are left, and which of them are ready, each to a file. */
const LOOK = `\\o left
select count(*) ${WANTED};
\\o ready
${READY};`

/**
 * Fills the views that the source has filled (`wanted` prints or is their list as JSON), side by side, in rounds that go on
 * as long as one more gets filled. `then` is the very last that is done to the database.
 */
export function fillMatviews(target: DatabaseRef, wanted: Shell, streams: number, then: Shell = sh``): Step {
  return remote('refresh-matviews', {
    title: 'Fill the materialized views',
    on: target.host,
    run: sh`${usePassFile}${useMemory(streams)}wanted=${wanted}
printf ${'%s\\n'} ${REFRESH} > refresh.sql
printf ${'%s\\n'} ${LOOK} > look.sql
look() { ${psql(target)} -v wanted="$wanted" -f look.sql; }
look
read -r left < left
printf ${'total=%s\\nunit=views\\n'} "$left" >> "$DROVER_OUT"
total=$left
while [ "$left" -gt 0 ]; do
  xargs -P ${streams} -I {} ${psql(target)} -v memory="$memory" -v id={} -f refresh.sql < ready || echo 'a view was not filled in this round'
  look
  read -r now < left
  printf ${'done=%s\\n'} "$((total - now))" >> "$DROVER_OUT"
  if [ "$now" = "$left" ]; then echo "$now materialized views stay empty" >&2; exit 1; fi
  left=$now
done
${then}`,
    files: passFile(target),
    undo: 'nothing',
    repeatable: true,
    timeout: '2d',
    pitfalls: 'postgres',
    disks: [{ dataFolderOf: target }],
  })
}
