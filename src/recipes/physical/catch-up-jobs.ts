import type { DatabaseRef } from '../../model/ports.ts'
import { pgpass } from '../../model/secret.ts'
import { type Shell, sh } from '../../model/shell.ts'
import { psql } from '../login.ts'
import { SEQUENCES_SQL } from '../sequences-sql.ts'
import { literal } from '../sql.ts'
import type { CatchUp } from './catch-up.ts'
import { atHome } from './home-sh.ts'
import type { TriedJob } from './try-job.ts'

/**
 * The target's own passwords, as the hashes they are kept as. They never leave the host, and stand for every role that
 * the source has too: what was configured for the target before the move goes on to work.
 */
const PASSWORDS = `select format('do %L;', format('begin if exists (select from pg_roles where rolname = %L) then alter role %I password %L; end if; end', rolname, rolname, rolpassword)) from pg_authid where rolpassword is not null`

/** Starts the private server on the copy, or on what an earlier try has left of it. */
export function startJob(given: CatchUp, port: number): TriedJob {
  const { source, target } = given
  const files = {
    pgpass: pgpass({ port, user: source.user, password: source.password }),
    target: pgpass({ port: target.port, user: target.user, password: target.password }),
  }
  return { host: target.host, name: 'start', script: startScript(given, port), files }
}

function startScript({ source, target, place, ...home }: CatchUp, port: number): Shell {
  return sh`${atHome(home)}
if ! marked "$side" || [ ! -f "$side/copied" ]; then give_up "$side holds no whole copy made by this run"; fi
if [ -f "$side/promoted" ]; then exit 0; fi
end_server "$side/data"
if [ ! -f "$side/roles.sql" ]; then
  PGPASSFILE="$DROVER_FILES/target" PGAPPNAME=drover PGCONNECT_TIMEOUT=15 ${psql(target, 'postgres')} -c ${PASSWORDS} > "$side/roles.new"
  mv "$side/roles.new" "$side/roles.sql"
fi
cat "$DROVER_FILES/pgpass" > "$side/pgpass"
echo 'local all all trust' > "$side/hba.conf"
: > "$side/ident.conf"
printf '%s\n' ${settings(source, target, place, port)} | sed "s|@side@|$side|g; s|@run@|$run|g" > "$side/server.conf"
: > "$side/server.log"
if [ ! -f "$side/standby" ]; then
  as_owner env LC_ALL=C "$bin/pg_controldata" "$side/data" | sed -n 's/^Latest checkpoint.s TimeLineID: *//p' > "$side/timeline"
  : > "$side/data/standby.signal"
  : > "$side/data/postgresql.auto.conf"
  give_to_owner "$side/data/standby.signal" "$side/data/postgresql.auto.conf"
  sync
  : > "$side/standby"
fi
give_to_owner "$side/roles.sql" "$side/pgpass" "$side/hba.conf" "$side/ident.conf" "$side/server.conf" "$side/server.log"
as_owner "$bin/pg_ctl" -D "$side/data" -l "$side/server.log" -o "-c config_file=$side/server.conf" -w -t 3600 start ||
  { tail -n 20 "$side/server.log" >&2; exit 1; }`
}

/**
 * All that the private server goes by: none of the source's settings, which were made for another machine, and none of
 * the target's. It listens on no port; its socket is in a folder that only its user may enter. It archives nothing, so
 * that the source's archive never gets its WAL, and starts no jobs of its own.
 */
function settings(source: DatabaseRef, target: DatabaseRef, place: string, port: number): string {
  const from = `host=127.0.0.1 port=${port} user=${quoted(source.user)} passfile=@side@/pgpass application_name=drover-@run@ sslmode=allow connect_timeout=15`
  return Object.entries({
    listen_addresses: '',
    port: String(target.port),
    unix_socket_directories: '@side@',
    hba_file: '@side@/hba.conf',
    ident_file: '@side@/ident.conf',
    primary_conninfo: from,
    recovery_target_lsn: place,
    recovery_target_action: 'promote',
    recovery_target_timeline: 'current',
    hot_standby: 'off',
    archive_mode: 'off',
    autovacuum: 'off',
    max_logical_replication_workers: '0',
    restart_after_crash: 'off',
    log_min_error_statement: 'panic',
  })
    .map(([name, value]) => `${name} = ${literal(value)}`)
    .join('\n')
}

/** A value of a connection string. */
function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/**
 * Makes sure that the copy stopped where it had to, gives it the target's passwords and this run's mark, and ends the
 * private server. A new timeline is what tells a promotion at the place from a crash that replayed all there was.
 */
export function finishJob(given: CatchUp, port: number): TriedJob {
  const { source, target } = given
  const files = { pgpass: pgpass({ port, user: source.user, password: source.password }) }
  return { host: target.host, name: 'finish', script: finishScript(given, port), files }
}

/** Replayed WAL leaves sequences up to 32 numbers ahead, so each is set to where it stands on the source. */
function finishScript({ source, target, superuser, ...home }: CatchUp, port: number): Shell {
  const timeline = `select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int`
  return sh`${atHome(home)}
if [ -f "$side/promoted" ]; then exit 0; fi
ask_copy() { as_owner "$bin/psql" -qXAt -v ON_ERROR_STOP=1 -w -h "$side" -p ${target.port} -U ${superuser} "$@"; }
if [ "$(ask_copy -d postgres -c 'select pg_is_in_recovery()')" != f ]; then give_up 'the copy still replays'; fi
if [ "$(ask_copy -d postgres -c ${timeline})" != "$(($(cat "$side/timeline") + 1))" ]; then
  give_up 'the copy went past the marked place, so it is of no use: roll back, which removes it, and start again'
fi
ask_copy -d postgres -f "$side/roles.sql" > /dev/null
printf ${'%s\\n'} ${SEQUENCES_SQL} | PGPASSFILE="$DROVER_FILES/pgpass" PGAPPNAME=drover PGCONNECT_TIMEOUT=15 ${psql(sourceFrom(source, port))} > "$side/sequences.sql"
ask_copy -d ${source.database} < "$side/sequences.sql" > /dev/null
put_mark "$side/data"
end_server "$side/data"
rm -f "$side/roles.sql" "$side/sequences.sql" "$side/pgpass" "$side/hba.conf" "$side/ident.conf" "$side/server.conf"
sync
: > "$side/promoted"`
}

/** The database of the source as the programs on the target reach it. */
function sourceFrom(source: DatabaseRef, port: number): DatabaseRef {
  return { ...source, address: '127.0.0.1', port }
}
