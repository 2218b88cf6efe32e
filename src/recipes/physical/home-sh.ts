import { type OutputRef, type Shell, sh } from '../../model/shell.ts'

/** Where the target's server lives: its data folder (symbolic links resolved), its programs, the user who runs it. */
export interface Home {
  readonly folder: string | OutputRef
  readonly bin: string | OutputRef
  readonly owner: string | OutputRef
}

/** Folders of one run, beside the data folder. */
export interface Folders {
  /** The copy while it is made, with its own small files. */
  readonly side: string
  /** The data folder that was there before. */
  readonly aside: string
}

/** The same names as the shell makes. */
export function foldersOf(folder: string, run: string): Folders {
  return { side: `${folder}.drover-${run}`, aside: `${folder}.before-drover-${run}` }
}

/** Name of the file that says which run made a folder. */
const MARK_FILE = 'drover-mark'

/**
 * What every script on the target begins with. The job's own folder begins with the run's id, and the mark holds it: a
 * folder without the mark of this run is never removed or moved away. Programs of the server run as its own user, who may
 * not enter the job's folder, hence `cd /`.
 */
export function atHome({ folder, bin, owner }: Home): Shell {
  return sh`umask 077
cd /
folder=${folder}
bin=${bin}
owner=${owner}
run=$(basename "$DROVER_JOB" | cut -d- -f1)
side=$folder.drover-$run
aside=$folder.before-drover-$run
mark="drover $run"

as_owner() {
  if [ "$(id -un)" = "$owner" ]; then "$@"
  elif command -v runuser >/dev/null; then runuser -u "$owner" -- "$@"
  else su "$owner" -s /bin/sh -c 'exec "$@"' -- sh "$@"; fi
}
give_to_owner() { if [ "$(id -un)" != "$owner" ]; then chown "$owner:" "$@"; fi; }
marked() { [ "$(cat "$1/${MARK}" 2>/dev/null)" = "$mark" ]; }
put_mark() { printf '%s\n' "$mark" > "$1/${MARK}"; give_to_owner "$1/${MARK}"; }
running() { as_owner "$bin/pg_ctl" -D "$1" status >/dev/null 2>&1; }
end_server() { if running "$1"; then as_owner "$bin/pg_ctl" -D "$1" -m fast -w -t 3600 stop; fi; }
give_up() { echo "$1" >&2; exit 1; }
`
}

const MARK: Shell = { shell: [{ text: MARK_FILE }] }
