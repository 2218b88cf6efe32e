import { RECEIVE_SH } from '../upload.ts'
import { CLAIM_SH } from './claim-sh.ts'
import { IDENTITY_SH } from './identity-sh.ts'

/** Exit codes of the start program that mean something to the caller. */
export const START_CODES = { notStaged: 65, conflict: 66, notStarted: 67 } as const

/**
 * Arguments: JOBS ID NONCE SCRIPT_SUM SHELL UPLOAD_SUM, and words to put before the worker's shell, if any. Unpacked under
 * a private name and published by `ln`, the job is there as a whole or not at all, and the first one stays.
 */
export const START_SH = `${IDENTITY_SH}${CLAIM_SH}${RECEIVE_SH}
umask 077
job=$1/$2 nonce=$3 script_sum=$4 shell=$5 upload_sum=$6
shift 6
parcel=$job/parcel.$nonce

publish_parcel() {
  receive "$parcel" "$upload_sum" && echo "$script_sum $nonce" >"$parcel/claim" &&
    flush "$parcel/script" "$parcel/claim" "$parcel" && ln "$parcel/claim" "$job/claim"
}

publish_parcel || rm -rf "$parcel"
[ -f "$job/claim" ] && read -r published winner <"$job/claim" || exit ${START_CODES.notStaged}
flush "$job" "$job/.."
[ "$published" = "$script_sum" ] || exit ${START_CODES.conflict}
for other in "$job"/parcel.*; do
  [ "$other" = "$job/parcel.$winner" ] || rm -rf "$other"
done
forsaken || exit 0
said=$(setsid $shell "$job/parcel.$winner/runner" run "$job" "$job/parcel.$winner" "$@" $shell </dev/null &)
[ "$said" = started ] || ! forsaken || exit ${START_CODES.notStarted}
`
