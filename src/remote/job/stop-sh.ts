import { CLAIM_SH } from './claim-sh.ts'
import { IDENTITY_SH } from './identity-sh.ts'

/** Exit code of the stop program when even KILL did not end the group. */
export const STILL_RUNNING = 68

/**
 * Arguments: JOBS ID GRACE_S. Whoever stops a job that never started claims it, so that it never starts. Otherwise TERM
 * to the group (continued, should a hold have stopped it), KILL after the grace; 143 and 137 are what a shell shows for
 * these signals. A lost job is left lost.
 */
export const STOP_SH = `${IDENTITY_SH}${CLAIM_SH}
umask 077
job=$1/$2
mkdir -p "$job"

nap() { sleep 0.1 2>/dev/null || sleep 1; }

# Zombies nobody collects, as in containers without an init, still answer to kill -0.
group_lives() {
  kill -0 -"$group" 2>/dev/null || return 1
  for entry in /proc/[0-9]*/stat; do
    { read -r line <"$entry"; } 2>/dev/null || continue
    case $line in *')'*) ;; *) line=$(cat "$entry" 2>/dev/null) ;; esac
    set -- \${line##*) }
    if [ "$3" = "$group" ] && [ "$1" != Z ]; then return 0; fi
  done
  return 1
}

wait_for_group() {
  end=$(($(date +%s) + $1))
  while group_lives; do
    [ "$(date +%s)" -lt $end ] || return 1
    nap
  done
}

[ ! -f "$job/exit" ] || exit 0
: >"$job/stop"
if claim_run; then
  echo 'Stopped before it started.' >>"$job/log"
  finish 143
  exit
fi
while [ ! -f "$job/run/owner" ] && about_to_sign; do nap; done
running || { [ -f "$job/exit" ] || forget_files; exit 0; }
read -r group rest <"$job/run/owner"
kill -TERM -"$group" 2>/dev/null
kill -CONT -"$group" 2>/dev/null
if ! wait_for_group "$3"; then
  kill -KILL -"$group" 2>/dev/null
  wait_for_group 10 || exit ${STILL_RUNNING}
fi
[ -f "$job/exit" ] || finish 137
`
