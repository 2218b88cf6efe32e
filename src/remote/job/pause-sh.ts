import { IDENTITY_SH } from './identity-sh.ts'

/** Exit code of the pause program when the job does not run (any more). */
export const NOT_RUNNING = 69

const GROUP_SH = `${IDENTITY_SH}
job=$1/$2
find_group() {
  [ ! -f "$job/exit" ] && { alive "$job/run/owner" || alive "$job/run/worker"; } && read -r group rest <"$job/run/owner"
}
`

/**
 * Arguments: JOBS ID. Stops the group where it is. The mark \`paused\` is there before the signal: whoever finds it knows
 * that the group may have to be continued. A runner that has just published its exit code is let go.
 */
export const PAUSE_SH = `${GROUP_SH}
find_group || exit ${NOT_RUNNING}
: >"$job/paused" || exit 1
kill -STOP -"$group" 2>/dev/null && [ ! -f "$job/exit" ] && exit 0
kill -CONT -"$group" 2>/dev/null
rm -f "$job/paused"
exit ${NOT_RUNNING}
`

/** Arguments: JOBS ID. Continues a group that PAUSE_SH stopped. A group that somebody else stopped stays stopped. */
export const RESUME_SH = `${GROUP_SH}
[ -f "$job/paused" ] || exit 0
if find_group; then kill -CONT -"$group"; fi
rm -f "$job/paused"
`
