const SHARE = 0.7
const LEAST_SECONDS = 60

/** What saves less than a third, or less than a minute, is not worth a word. */
export function isMuchFaster(seconds: number, otherSeconds: number): boolean {
  return seconds <= SHARE * otherSeconds && seconds <= otherSeconds - LEAST_SECONDS
}
