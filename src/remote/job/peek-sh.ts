import { CLAIM_SH } from './claim-sh.ts'
import { IDENTITY_SH } from './identity-sh.ts'

/**
 * Arguments: JOBS ID OFFSET LIMIT MARK. Prints MARK (a login may print words of its own before), the state, the offset that
 * the log is read from, one \`=line\` for each line of the outputs, a dot, and LIMIT bytes of the log at most. The state is
 * read before the log: once it says done, the log is whole. Nobody reads gigabytes: of a log that is four times LIMIT ahead
 * only the end is shown.
 */
export const PEEK_SH = `${IDENTITY_SH}${CLAIM_SH}
job=$1/$2

ended() { [ -f "$job/exit" ] && read -r code <"$job/exit" && is="done $code"; }

look() {
  if ended; then :
  elif forsaken; then
    if [ -f "$job/claim" ]; then is=staged; else is=absent; fi
  elif running; then is=running
  elif ended; then :
  else is=lost; fi
}

outputs() {
  [ -f "$job/out" ] || return 0
  while IFS= read -r line; do printf '=%s\\n' "$line"; done <"$job/out"
  case $is in running) ;; *) [ -z "$line" ] || printf '=%s\\n' "$line" ;; esac
}

look
[ "$is" != lost ] || forget_files
from=$3 size=0
[ ! -s "$job/log" ] || size=$(wc -c <"$job/log")
[ $((size - from)) -le $((4 * $4)) ] || from=$((size - $4))
printf '%s\\n%s\\n%s\\n' "$5" "$is" "$from"
outputs
echo .
[ $((size)) -le "$from" ] || tail -c +$((from + 1)) "$job/log" | head -c "$4"
`
