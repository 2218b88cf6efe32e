import { quote } from '../../model/shell.ts'
import type { HostShell } from '../host-shell.ts'
import { RUN_TEXT } from '../remote-shell.ts'

/** Whether a guarded command is fed on standard input or only writes. */
export type Side = 'reads' | 'writes'

/**
 * What guards share: `inner` is a process group of its own, `end` ends it and removes the private folder `dir`, `watch`
 * does so when standard input closes, which is how a guard learns that the bot is gone.
 */
export const END_SH = `
inner=
end() {
  trap '' TERM HUP INT PIPE
  [ -z "$inner" ] || kill -KILL -$inner 2>/dev/null || kill -KILL $inner
  rm -rf "$dir"
  exit 143
}
watch() { cat; kill -TERM $$; }
open_folder() {
  umask 077
  mkdir -p "$dir/files" && echo $$ >"$dir/guard" || exit 126
  DROVER_FILES=$dir/files
  export DROVER_FILES
  trap end TERM HUP INT PIPE
}
`

/**
 * Arguments: SIDE DIR SHELL RUN COMMAND. Runs the command and removes DIR with its private files afterwards.
 *
 * A reader never sees the end of a stream that was cut: a connection that breaks closes standard input just as a
 * finished source does, and many a command would commit what it got. So the end counts only when DIR/complete holds the
 * number of bytes that came; otherwise the group is ended by KILL before the end of the stream reaches the command.
 * tee ended by a closed pipe (141) means that the command itself had enough.
 */
const GUARD_SH = `${END_SH}
side=$1 dir=$2 shell=$3 run=$4 command=$5
feed='
{
  mkfifo "$1/count"
  wc -c >"$1/passed" <"$1/count" &
  tee "$1/count"
  [ $? != 141 ] || exit
  wait
  [ -s "$1/complete" ] && [ "$(cat "$1/complete")" -eq "$(cat "$1/passed")" ] || kill -KILL 0
} | { run=$2; set -- "$3"; eval "$run"; }'

reads() { exec setsid $shell -c "$feed" drover "$dir" "$run" "$command"; }
writes() { exec setsid $shell -c "$run" drover "$command" </dev/null; }

open_folder
exec 3<&0
$side <&3 3<&- &
inner=$!
[ "$side" = reads ] || watch <&3 3<&- >/dev/null 2>&1 &
watcher=$!
exec </dev/null 3<&-
wait $inner
code=$?
trap '' TERM
kill $watcher 2>/dev/null
rm -rf "$dir"
exit $code
`

/** The line that runs one end of a stream under guard on its host; dir is a word for that host's shell. */
export function guardLine(host: HostShell, side: Side, dir: string, command: string): string {
  return host.line(GUARD_SH, [side, dir, quote(host.shell), quote(RUN_TEXT), quote(command)])
}

/**
 * Arguments: DIR BYTES. Says that the stream came to its end after so many bytes. A short stream may be over before its
 * guard is there, so the guard gets half a minute to come; one that is gone needs no word.
 */
export const MARK_SH = `
tries=0
until [ -d "$1" ] || [ $tries -ge 300 ]; do sleep 0.1 2>/dev/null || sleep 1; tries=$((tries + 1)); done
[ -d "$1" ] || exit 0
echo "$2" >"$1/complete.new" && mv "$1/complete.new" "$1/complete"`

/** The line that marks a stream complete, without its last word, the number of bytes. */
export function markLine(host: HostShell, dir: string): string {
  return host.line(MARK_SH, [dir])
}

/** Arguments: DIR. Ends the guard that owns the folder, and removes the folder where the guard did not. */
export const GIVE_UP_SH = `
if [ -f "$1/guard" ] && kill -TERM "$(cat "$1/guard")" 2>/dev/null; then
  tries=0
  while [ -d "$1" ] && [ $tries -lt 20 ]; do sleep 0.1 2>/dev/null || sleep 1; tries=$((tries + 1)); done
fi
rm -rf "$1"`
