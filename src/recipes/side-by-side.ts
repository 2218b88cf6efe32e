import { type Shell, sh } from '../model/shell.ts'

/**
 * Sets $memory to what each of `streams` sessions may take for sorting: a quarter of the free memory of the host shared
 * out, at least 64 MB (the server's own default) and at most 1 GB, beyond which sorting gains little.
 */
export function useMemory(streams: number): Shell {
  return sh`memory=$(awk -v streams=${streams} ${MEMORY_AWK} /proc/meminfo)
`
}

const MEMORY_AWK = `/^MemAvailable:/ { mb = int($2 / 1024 / 4 / streams) } END { if (mb < 64) mb = 64; if (mb > 1024) mb = 1024; print mb "MB" }`

/** Writes what the question prints to $DROVER_OUT every two seconds, until the job ends. */
export function tellProgress(question: Shell): Shell {
  return sh`while sleep 2; do ${question} >> "$DROVER_OUT" || :; done &
teller=$!
trap ${'kill "$teller" 2>/dev/null || :'} EXIT`
}
