/**
 * Files of a job, all in its folder: `claim` (checksum of the script and where it was unpacked), `run/` (whose mkdir is lock
 * and start), `run/owner` and `run/worker` (identities), `runner.PID` (who is about to claim), `exit`, `log`, `out`,
 * `heartbeat`, `paused`, `stop`, `work/`, `files/`. What is written before a promise is flushed before the promise.
 */
export const CLAIM_SH = `
flush() { sync "$@" 2>/dev/null || sync; }

# The identity stands beside the lock before the lock is taken: whoever finds run/ without an owner can tell a runner
# that is about to sign from one that died.
claim_run() {
  identify $$ && echo "$identity" >"$job/runner.$$" && [ -s "$job/runner.$$" ] && flush "$job/runner.$$" || return 1
  if ! mkdir "$job/run" 2>/dev/null; then rm -f "$job/runner.$$"; return 1; fi
  mv "$job/runner.$$" "$job/run/owner"
}

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
