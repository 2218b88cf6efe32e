import type { DatabaseRef } from '../model/ports.ts'
import { type Shell, sh } from '../model/shell.ts'
import type { Turn } from './list-entries.ts'
import { psql } from './login.ts'

const LEFT = `from drover.entries where not exists (select from drover.ledger where ledger.id = 'entry ' || entries.id)`

/** An entry and its marker in one transaction: it is there once or not at all. Its bytes pass through psql as they are stored. */
const BUILD = `select set_config('maintenance_work_mem', :'memory', false), set_config('client_encoding', getdatabaseencoding(), false) \\g /dev/null
begin;
insert into drover.ledger (id, rows) values ('entry ' || :id, 0);
\\o /dev/null
select sql from drover.entries where id = :id \\gexec
commit;`

/** One of several sessions takes an entry: a lock that is held as long as the session keeps the others from it. */
const TAKE = `select pg_try_advisory_lock(hashtext('drover'), :id) and not exists (select from drover.ledger where ledger.id = 'entry ' || :id) as mine \\gset
\\if :mine
\\i build.sql
\\endif`

/** Writes the scripts that the others run; $memory is set by then. */
export const useBuild: Shell = sh`printf ${'%s\\n'} ${BUILD} > build.sql
printf ${'%s\\n'} ${TAKE} > take.sql
`

/** Runs what is left of the entries of some turns, one after the other, and at the end some more lines of psql. */
export function runInOrder(target: DatabaseRef, turns: readonly Turn[], ...then: readonly string[]): Shell {
  const script = ['\\o left.sql', `${listOf('build.sql', turns)};`, '\\o', '\\i left.sql', ...then]
  return sh`printf ${'%s\\n'} ${script.join('\n')} > in-order.sql
${psql(target)} -v memory="$memory" -f in-order.sql
`
}

/** A line of psql and a question that write what `runBeside` works off. */
export const LIST_BESIDE = ['\\o beside.sql', listOf('take.sql', ['beside'])] as const

/** Runs what was left of the entries that need nothing of each other, in so many sessions. One that fails has another try later. */
export function runBeside(target: DatabaseRef, streams: number): Shell {
  return sh`seq ${streams} | xargs -P ${streams} -I {} ${psql(target)} -v memory="$memory" -v session={} -f beside.sql || echo 'some are tried again one after the other'
`
}

/** Prints a script that runs another one for each entry. */
function listOf(script: string, turns: readonly Turn[]): string {
  return `select format(e'\\\\set id %s\\n\\\\i ${script}', id) ${LEFT} and ${among(turns)} order by id`
}

function among(turns: readonly Turn[]): string {
  return `turn in (${turns.map((turn) => `'${turn}'`).join(', ')})`
}
