import { END_SH } from './guard-sh.ts'
import { TAIL_BYTES } from './keep-tail.ts'

/**
 * Arguments: DIR SHELL RUN COMMAND WORDS GUARD MARK. Runs on the source: COMMAND's stdout goes through WORDS (the SSH
 * command that reaches the target) into GUARD there; when the command ended well, MARK and the number of bytes follow on
 * a connection of their own before the stream ends. /proc/PID/io of the counting tee shows how far it is (tee writes
 * every byte twice).
 *
 * Prints `bytes N` every second, then `end N SOURCE_CODE TARGET_CODE` and the last 8 KiB of the source's stderr, the
 * target's stdout and the target's stderr, a line of base64 each. Ends everything when the bot is gone.
 */
export const DIRECT_SH = `${END_SH}
dir=$1 shell=$2
transfer='
dir=$1 shell=$2 run=$3 command=$4 words=$5 guard=$6 mark=$7
reach() { eval "$words \\"\\$1\\""; }
count() {
  mkfifo "$dir/count"
  wc -c >"$dir/passed" <"$dir/count" &
  $shell -c "echo \\$\\$ >\\"\\$1/counter\\"; exec tee \\"\\$1/count\\"" drover "$dir"
  wait
}
{
  { $shell -c "$run" drover "$command" </dev/null 2>"$dir/source.err"; echo $? >"$dir/source.code"; } | count
  if [ "$(cat "$dir/source.code")" = 0 ]; then
    reach "$mark $(cat "$dir/passed")" </dev/null >/dev/null 2>>"$dir/source.err"
  fi
} | reach "$guard" >"$dir/target.out" 2>"$dir/target.err"
echo $? >"$dir/target.code"
'

# The process wrote its pid and a newline before it became tee.
progress() {
  counter=$(cat "$dir/counter")
  while read -r key value; do
    [ "$key" != wchar: ] || echo "bytes $(((value - \${#counter} - 1) / 2))"
  done <"/proc/$counter/io"
}
report() {
  while sleep 1 >/dev/null 2>&1 && [ -d "$dir" ]; do progress; done
}
code() { cat "$dir/$1.code" 2>/dev/null || echo 137; }

open_folder
exec 3<&0
setsid $shell -c "$transfer" drover "$@" </dev/null >/dev/null 2>&1 3<&- &
inner=$!
watch <&3 3<&- >/dev/null 2>&1 &
watcher=$!
report 2>/dev/null 3<&- &
reporter=$!
exec </dev/null 3<&-
wait $inner
trap '' TERM
kill $watcher $reporter 2>/dev/null
echo "end $(($(cat "$dir/passed" 2>/dev/null || echo 0))) $(code source) $(code target)"
for said in source.err target.out target.err; do
  tail -c ${TAIL_BYTES} "$dir/$said" 2>/dev/null | base64 | tr -d '\\n'
  echo
done
rm -rf "$dir"
`
