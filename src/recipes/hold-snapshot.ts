import { remote, stopJob } from '../model/make-step.ts'
import type { DatabaseRef } from '../model/ports.ts'
import { sh } from '../model/shell.ts'
import type { Step } from '../model/step.ts'
import { passFile, psql, usePassFile } from './login.ts'

/** Ordinary and partitioned tables, with the words that lock one in the mode that reading takes, as pg_dump does. */
const LOCKS = `select format('lock table only %I.%I in access share mode', n.nspname, c.relname) as lock, c.oid
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and c.relpersistence <> 't' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'`

/** A table of the moment that has no lock yet: it was made, or its first lock failed, just before. */
const LOCK_THE_REST = `do $$ declare words text; begin
  for words in select lock from (${LOCKS}) t where not exists (select from pg_locks where pid = pg_backend_pid() and relation = t.oid)
  loop execute words; end loop;
end $$;`

/**
 * Writers go on, but nobody can truncate, rewrite or alter a table while its pieces are read by their place in the heap.
 * The locks come before the moment: a table that somebody rewrites or truncates in between would look empty to it without
 * a word. So the list of tables opens the transaction itself, as its own first answer (\gexec), and each lock stands
 * alone, since a table may be dropped meanwhile. A table that waits for such a change for half a minute fails the hold.
 */
const BEGIN = `set lock_timeout = '30s';
\\set ON_ERROR_STOP 0
\\set ON_ERROR_ROLLBACK 1
select words from (
  select 0 as turn, 'begin isolation level repeatable read read only; savepoint locks' as words union all select 1, lock from (${LOCKS}) t
) list order by turn, words \\gexec
\\set ON_ERROR_STOP 1
\\set ON_ERROR_ROLLBACK 0
release savepoint locks;
${LOCK_THE_REST}
select 'snapshot=' || pg_export_snapshot();`

/** A session on the source that keeps one moment of the data readable for counts, schema and every copy. */
export function holdSnapshot(source: DatabaseRef): Step {
  return remote('hold-snapshot', {
    title: `Hold one moment of ${source.database} on ${source.host}`,
    on: source.host,
    run: sh`${usePassFile}{ printf ${'%s\\n'} ${BEGIN}; while sleep 2; do echo 'do $$ begin end $$;' || exit 0; done; } | ${psql(source)} > "$DROVER_OUT"`,
    files: passFile(source),
    background: true,
    undo: stopJob(source.host, 'hold-snapshot'),
    repeatable: true,
    timeout: '10m',
    pitfalls: 'postgres',
  })
}

export function releaseSnapshot(source: DatabaseRef): Step {
  return remote('release-snapshot', {
    title: `Let go of the moment held on ${source.host}`,
    act: stopJob(source.host, 'hold-snapshot'),
    undo: 'nothing',
    repeatable: true,
    timeout: '5m',
  })
}
