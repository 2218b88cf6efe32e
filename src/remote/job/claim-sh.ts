/**
 * Files of a job, all in its folder: `claim` (checksum of the script and where it was unpacked), `run/` (whose mkdir is lock
 * and start), `run/owner` and `run/worker` (identities), `runner.PID` (who is about to claim), `exit`, `log`, `out`,
 * `heartbeat`, `paused`, `stop`, `work/`, `files/`. What is written before a promise is flushed before the promise.
 */
export const CLAIM_SH = `
flush() { sync "$@" 2>/dev/null || sync; }

# The identity stands beside the lock before the lock is taken: whoever finds run/ without an owner can tell a runner
# that is about to sign from one that died. A script begins only once the signature is on the disk, so a lock without one,
# whose runner is gone, was never begun: the next runner may take its place. Of two that do, one signs: ln tells them apart.
claim_run() {
  if [ -d "$job/run" ] && forsaken; then rmdir "$job/run" 2>/dev/null; fi
  identify $$ && echo "$identity" >"$job/runner.$$" && [ -s "$job/runner.$$" ] && flush "$job/runner.$$" || return 1
  mkdir "$job/run" 2>/dev/null && ln "$job/runner.$$" "$job/run/owner" 2>/dev/null
  claimed=$?
  rm -f "$job/runner.$$"
  return $claimed
}

# The script is moved there right after the signature.
signed() { [ -f "$job/run/owner" ] || [ -f "$job/script" ]; }

forsaken() { ! signed && ! about_to_sign && ! signed; }

about_to_sign() {
  for candidate in "$job"/runner.*; do
    if alive "$candidate"; then return 0; fi
  done
  return 1
}

running() { alive "$job/run/owner" || alive "$job/run/worker" || about_to_sign || alive "$job/run/owner"; }

forget_files() { rm -rf "$job/files" "$job"/parcel.* 2>/dev/null; }

# The first to link the exit code wins: runner or stop. A code that did not reach the disk is no code.
finish() {
  forget_files
  echo "$1" >"$job/exit.$$" && flush "$job/exit.$$" && read -r code <"$job/exit.$$" && [ "$code" = "$1" ] || return 1
  ln "$job/exit.$$" "$job/exit" 2>/dev/null || [ -f "$job/exit" ] || return 1
  rm -f "$job/exit.$$"
  flush "$job"
}
`
