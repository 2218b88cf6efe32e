import { destructionFacts } from '../checks/destruction-facts.ts'
import { asidePrefix } from '../checks/quarantine-mark.ts'
import type { CheckCall } from '../model/check.ts'
import { type Clocks, check, destructive, outputOf, remote, undoWith } from '../model/make-step.ts'
import type { DatabaseRef } from '../model/ports.ts'
import { type Shell, sh } from '../model/shell.ts'
import type { CheckStep, DestructiveStep, GateSpec, RemoteStep } from '../model/step.ts'
import { passFile, psql, usePassFile } from './login.ts'
import { CLOSE, MAY_DROP, NAMES, NOTE_SESSIONS, PUT_BACK, RENAME } from './quarantine-sql.ts'

/** The copy that stays, and the step that proved it equal. */
export interface ProvenCopy {
  readonly copy: DatabaseRef
  readonly verification: { readonly id: string }
}

/** A look at a database that is about to be set aside, from inside it, since nobody may enter it afterwards. */
export function factsBefore(id: string, on: DatabaseRef, proven: ProvenCopy): CheckStep {
  return check(id, destructionFacts({ on, ...provenArgs(proven) }))
}

/** The same database as it is now, set aside: what people are shown before they let it be dropped. */
export function factsAside(
  quarantine: { readonly id: string },
  on: DatabaseRef,
  before: { readonly id: string },
  proven: ProvenCopy,
): CheckCall {
  const aside = outputOf(quarantine, 'name')
  return destructionFacts({ on, aside, before: outputOf(before, 'contents'), ...provenArgs(proven) })
}

/**
 * Sets a database aside before it is dropped: whoever still uses it finds out while there is a way back. It gets a name
 * with the run's id, nobody but Drover may connect to it, and open sessions are ended. Who could connect before is kept
 * in the database's own comment, which is also the mark by which this run, and no other, knows it. Its outputs are the
 * new `name`, `at`, and the `grants` as they were.
 */
export function quarantinePostgres(
  id: string,
  on: DatabaseRef,
  before: { readonly id: string },
  proven: ProvenCopy,
): RemoteStep {
  refuseLineBreak(on)
  return remote(id, {
    title: `Set ${on.database} on ${on.host} aside, where nobody can use it`,
    on: on.host,
    run: sh`${usePassFile}${asking(on, `${NAMES}\n${CLOSE}\n${RENAME}\n${NOTE_SESSIONS}`)} > "$DROVER_OUT"`,
    files: passFile(on),
    verify: factsAside({ id }, on, before, proven),
    undo: undoWith(on.host, sh`${usePassFile}${asking(on, `${NAMES}\n${PUT_BACK}`)}`, passFile(on)),
    repeatable: true,
    timeout: '10m',
    pitfalls: 'postgres',
  })
}

/**
 * Drops what this run set aside, and nothing else. The name to type is the one that people know. The command begins with
 * what matters, since a card shows its beginning.
 */
export function dropQuarantined(
  id: string,
  on: DatabaseRef,
  spec: Clocks & {
    readonly destroys: string
    readonly approvals: GateSpec['approvals']
    readonly shows: readonly CheckCall[]
  },
): DestructiveStep {
  return destructive(id, {
    ...spec,
    title: `Drop ${on.database} on ${on.host}`,
    typeToConfirm: on.database,
    on: on.host,
    run: sh`${usePassFile}drop_what_was_set_aside() {
  found=$(may_be_dropped)
  case "$found" in
    'drop database '*) ${psql(on, 'postgres')} -c "$found" ;;
    *) echo "$found" >&2; exit 1 ;;
  esac
}
may_be_dropped() {
${asking(on, `${NAMES}\n${MAY_DROP}`)}
}
drop_what_was_set_aside`,
    files: passFile(on),
    undo: 'none',
    timeout: '30m',
    pitfalls: 'postgres',
  })
}

/** The job's own folder name begins with the run's id; the shell cuts it out. */
function asking(on: DatabaseRef, sql: string): Shell {
  const { database } = on
  return sh`run=$(basename "$DROVER_JOB" | cut -d- -f1)
printf ${'%s\\n'} ${sql} | ${psql(on, 'postgres')} -v run="$run" -v was=${database} -v prefix=${asidePrefix(database)}`
}

function provenArgs({ copy, verification }: ProvenCopy) {
  return { copy, provenAt: outputOf(verification, 'provenAt'), provenRows: outputOf(verification, 'rows') }
}

/** Outputs of a job are lines. */
function refuseLineBreak({ database }: DatabaseRef): void {
  if (/[\r\n]/.test(database)) throw new Error('a database with a line break in its name cannot be set aside')
}
