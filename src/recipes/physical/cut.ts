import { SEQUENCE_PLACES_JSON_SQL } from '../../checks/sequence-places.ts'
import { remote, stopJob } from '../../model/make-step.ts'
import type { DatabaseRef } from '../../model/ports.ts'
import { type Shell, sh } from '../../model/shell.ts'
import type { Step } from '../../model/step.ts'
import { passFile, psql, usePassFile } from '../login.ts'

/** Tables with rows of their own. Their names are read anew for every try: tables come and go. */
const TABLES = `select string_agg(format('only %I.%I', n.nspname, c.relname), ', ' order by c.oid)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'`

/**
 * Below a second, so that nobody who waits for us runs into the server's deadlock_timeout and loses their transaction.
 * Ours is set lower still where the login may: then it is ours that gives way, and autovacuum steps aside. Should the job
 * be frozen while it holds the locks, the server ends its session.
 */
const LIMITS = `set local lock_timeout = '800ms';
set local statement_timeout = '10s';
set local idle_in_transaction_session_timeout = '30s';
set local synchronous_commit = on;
do $$ begin set local deadlock_timeout = '200ms'; exception when insufficient_privilege then null; end $$;
`

/** Every writer of these tables has committed, and none begins: the place in the WAL and the snapshot mean the same rows. */
const MARK_PLACE = `select pg_current_wal_insert_lsn() as place \\gset
select pg_logical_emit_message(true, 'drover', 'cut') as said \\gset
\\! : > locked; i=0; until grep -q '^snapshot=' held || [ $i -ge 500 ]; do i=$((i + 1)); sleep 0.01 2>/dev/null || sleep 1; done; grep -q '^snapshot=' held || : > late
commit;
select round(extract(epoch from clock_timestamp() - :'asked'::timestamptz) * 1000) as frozen \\gset
\\echo place=:place
\\echo frozenMs=:frozen
`

/**
 * One moment of a database, twice over: as a place in its WAL, where the copy will stop replaying, and as a snapshot that
 * a session holds for the counts. Both are taken while every table is locked against writers, which takes milliseconds;
 * the output frozenMs says how many. The transaction that marks the place is not over at that place, so the copy knows
 * nothing of it. The output sequences says where the sequences stood right after, which is before the copy's are set.
 */
export function cutSource(source: DatabaseRef): Step {
  return remote('hold-snapshot', {
    title: `Mark one moment of ${source.database} on ${source.host}, and hold it`,
    on: source.host,
    run: sh`${usePassFile}${tries(source)}`,
    files: passFile(source),
    background: true,
    undo: stopJob(source.host, 'hold-snapshot'),
    repeatable: true,
    timeout: '15m',
    pitfalls: 'postgres',
  })
}

/**
 * The session that stays: reading locks first, so that nobody truncates or rewrites a table under it, and no query before
 * the other session holds its own locks, since the first query takes the snapshot.
 */
const HOLD = `begin isolation level repeatable read read only;
set idle_in_transaction_session_timeout = 0;
set statement_timeout = 0;
set lock_timeout = '5s';`

/**
 * Two sessions: one waits, connected, for the other to hold the locks, takes the snapshot and stays. All outputs are
 * written at once, since the first line that is seen says that the job is ready.
 */
function tries(source: DatabaseRef): Shell {
  return sh`nap() { sleep 0.01 2>/dev/null || sleep 1; }
wait_for() { i=0; until grep -q "^$1" held; do i=$((i + 1)); if [ -e ended ] || [ $i -ge 2000 ]; then return 1; fi; nap; done; }
lock_all() { if [ -n "$tables" ]; then printf 'lock table %s in %s mode;\n' "$tables" "$1"; fi; }
feed() {
  echo ${HOLD}
  lock_all 'access share'
  printf '%s\n' '\echo ready'
  until [ -e locked ]; do if [ -e over ]; then return 0; fi; nap; done
  echo "select 'snapshot=' || pg_export_snapshot();"
  while [ ! -e over ]; do echo 'do $$ begin end $$;' || return 0; sleep 2; done
}
attempt() {
  rm -f locked over ended late
  : > held
  tables=$(${psql(source)} -c ${TABLES}) || return 1
  ( code=0; feed | ${psql(source)} > held || code=$?; : > ended; exit $code ) &
  if ! wait_for ready; then return 1; fi
  { printf '%s\n' 'begin read write;' ${LIMITS} 'select clock_timestamp() as asked \gset'
    lock_all share
    printf '%s' ${MARK_PLACE}
  } > cut.sql
  ${psql(source)} -f cut.sql > cut.out && [ ! -e late ]
}
n=1
until attempt; do
  : > over
  wait || :
  if [ $n -ge 60 ]; then echo "the tables could not be locked for a moment in $n tries, since others hold them" >&2; exit 1; fi
  n=$((n + 1))
  sleep 1
done
found=$(cat cut.out; grep '^snapshot=' held; printf 'sequences='; ${psql(source)} -c ${SEQUENCE_PLACES_JSON_SQL})
printf '%s\n' "$found" > "$DROVER_OUT"
wait $!`
}
