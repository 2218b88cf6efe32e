import { remote, stopJob } from '../../model/make-step.ts'
import type { DatabaseRef } from '../../model/ports.ts'
import { type OutputRef, sh } from '../../model/shell.ts'
import type { Step } from '../../model/step.ts'
import { passFile, psql, usePassFile } from '../login.ts'

/**
 * Keeps the WAL that the copy will need, from now on: a session with a temporary replication slot. It disappears with
 * the session, whoever ends it, so that no slot is ever left behind to fill the source's disk; and past the limit the
 * session ends itself.
 */
export function keepWal(source: DatabaseRef, limitBytes: OutputRef): Step {
  return remote('keep-wal', {
    title: `Keep the WAL of ${source.host} for the copy`,
    on: source.host,
    run: sh`${usePassFile}slot=drover_$(basename "$DROVER_JOB" | tr 'A-Z-' 'a-z_')
limit=${limitBytes}
make="select 'slot=' || slot_name from pg_create_physical_replication_slot('$slot', true, true);"
kept="select pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) from pg_replication_slots where slot_name = ''$slot''"
stop="raise exception ''the WAL kept for the copy has grown past $limit bytes, so it was let go'';"
{ echo "$make"; while sleep 5; do echo "do 'begin if ($kept) > $limit then $stop end if; end';" || exit 0; done; } | ${psql(source)} > "$DROVER_OUT"`,
    files: passFile(source),
    background: true,
    undo: stopJob(source.host, 'keep-wal'),
    repeatable: true,
    timeout: '10m',
    pitfalls: 'postgres',
  })
}

/** The copy has all it needs: the source may throw away its WAL again. */
export function releaseWal(source: DatabaseRef): Step {
  return remote('release-wal', {
    title: `Let go of the WAL kept on ${source.host}`,
    act: stopJob(source.host, 'keep-wal'),
    undo: 'nothing',
    repeatable: true,
    timeout: '5m',
  })
}
