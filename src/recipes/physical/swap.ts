import { remote, undoWith } from '../../model/make-step.ts'
import { type OutputRef, type Shell, sh } from '../../model/shell.ts'
import type { Step } from '../../model/step.ts'
import { atHome, type Home } from './home-sh.ts'

/** What else has to be known to start the target's server as it was started before. */
export interface Start {
  /** Its systemd unit, or empty. */
  readonly unit: string | OutputRef
}

/**
 * Puts the copy in the place of the target's data folder, which is set aside whole: stop, two renames, start. The target
 * keeps its own settings: those files of its data folder that it reads them from come along, and the source's are left.
 */
export function swapIn(host: string, home: Home, { unit, ownFiles }: Start & { ownFiles: OutputRef }): Step {
  return remote('swap-in', {
    title: `Start the server of ${host} on the copy`,
    on: host,
    run: sh`${atHome(home)}${starting({ unit })}
own_files=${ownFiles}
if ! marked "$folder"; then
  if [ -e "$folder" ]; then
    if [ -e "$aside" ]; then give_up "$folder and $aside are both there, and the first is not marked as made by this run, so both stay"; fi
    if ! marked "$side/data" || [ ! -f "$side/promoted" ]; then give_up "$side holds no finished copy made by this run"; fi
    for file in $own_files; do
      if [ ! -e "$folder/$file" ]; then continue; fi
      mkdir -p "$(dirname "$side/data/$file")"
      cp -p "$folder/$file" "$side/data/$file"
    done
    sync
    leave_server "$folder"
    mv "$folder" "$aside"
  fi
  if [ ! -e "$aside" ]; then give_up "neither $folder nor $aside is there"; fi
  mv "$side/data" "$folder"
  sync
fi
begin_server "$aside"`,
    undo: undoWith(host, swapOut(home, { unit })),
    repeatable: true,
    timeout: '2h',
    pitfalls: 'postgres',
  })
}

/** Puts the folder that was set aside back in its place and starts it; moves nothing that this run did not make. */
function swapOut(home: Home, start: Start): Shell {
  return sh`${atHome(home)}${starting(start)}
if marked "$folder"; then
  if [ ! -e "$aside" ]; then give_up "$aside is not there any more, so $folder stays and goes on"; fi
  leave_server "$folder"
  mkdir -p "$side"
  mv "$folder" "$side/data"
fi
if [ -e "$aside" ]; then
  if [ -e "$folder" ]; then give_up "$folder is not marked as made by this run, so it stays, and $aside too"; fi
  mv "$aside" "$folder"
  sync
fi
begin_server "$folder"`
}

/**
 * The server's own words are in postmaster.opts of the folder it last ran in, quoted for a shell as pg_ctl restart reads
 * them; pg_ctl starts it detached from the job. Where a systemd unit ran it, the unit is asked.
 */
function starting({ unit }: Start): Shell {
  return sh`
unit=${unit}
leave_server() {
  if [ -n "$unit" ]; then systemctl stop "$unit"; fi
  end_server "$1"
}
begin_server() {
  if running "$folder"; then return 0; fi
  if [ -n "$unit" ]; then systemctl start "$unit"; return; fi
  program=$(sed 's/ ".*//' "$1/postmaster.opts")
  words=$(sed 's/^[^"]*//' "$1/postmaster.opts")
  as_owner "$bin/pg_ctl" -D "$folder" -l "$folder/drover-start.log" -p "$program" -o "$words" -w -t 3600 start ||
    { tail -n 20 "$folder/drover-start.log" >&2; return 1; }
}
`
}

/** Removes what was set aside and this run's marks. After that the swap cannot be undone. */
export function removeAside(home: Home): Shell {
  return sh`${atHome(home)}
if ! marked "$folder"; then
  if [ ! -e "$aside" ] && [ ! -e "$side" ]; then exit 0; fi
  give_up "$folder is not marked as made by this run, so nothing was removed"
fi
rm -rf "$aside" "$side"
rm -f "$folder/drover-mark"`
}
