import { CLAIM_SH } from './claim-sh.ts'
import { IDENTITY_SH } from './identity-sh.ts'

/**
 * The runner: `run JOB PARCEL WORDS…` claims the job, starts the worker by WORDS and publishes its exit code; `work JOB`
 * becomes the script. It prints one word for the starter once the claim is on the disk. Exit code 126 says that the script
 * never began.
 */
export const RUN_SH = `${IDENTITY_SH}${CLAIM_SH}
job=$2
umask 077

# A starter that went away must not end the runner by a broken pipe.
answer_starter() {
  trap '' PIPE
  echo started 2>/dev/null || :
  trap - PIPE
  exec >/dev/null 2>&1
}

prepare() {
  mv "$1/script" "$1/files" "$job/" && mkdir "$job/work" && : >"$job/log" && : >"$job/out" &&
    flush "$job/run/owner" "$job/run" "$job"
}

beat() {
  while alive "$job/run/owner"; do : >"$job/heartbeat"; sleep 10; done
}

publish() {
  tries=0
  until finish "$1" || [ $tries -ge 60 ]; do tries=$((tries + 1)); sleep 2; done
}

run() {
  parcel=$1
  shift
  trap '' HUP
  trap : TERM
  claim_run || exit 0
  if ! prepare "$parcel"; then
    echo 'The job could not be prepared, so its script never began.' >>"$job/log"
    publish 126
    exit
  fi
  answer_starter
  [ ! -f "$job/stop" ] || { publish 143; exit; }
  beat &
  DROVER_JOB=$job DROVER_FILES=$job/files DROVER_OUT=$job/out "$@" "$0" work "$job" </dev/null >>"$job/log" 2>&1
  code=$?
  kill $! 2>/dev/null
  publish $code
}

work() {
  identify $$ && echo "$identity" >"$job/run/worker.new" && mv "$job/run/worker.new" "$job/run/worker" || exit 126
  rm -rf "$job"/parcel.* 2>/dev/null
  cd "$job/work" || exit 126
  if command -v bash >/dev/null 2>&1; then exec bash -euo pipefail "$job/script"; fi
  if (set -o pipefail) 2>/dev/null; then set -o pipefail; fi
  set -eu
  script=$job/script
  set --
  . "$script"
}

mode=$1
shift 2
$mode "$@"
`
