/** How fast bytes may pass, shared by every stream of an act. */
export interface Pace {
  /** Takes note of bytes that passed at an instant, and says how many milliseconds to wait before the next ones. */
  take(bytes: number, atMs: number): number
}

/** What may pass at once after a rest: a quarter of a second's worth, so that a limit holds over any second. */
const BURST_MS = 250

/**
 * A bucket of so many bytes per second: streams that share it get that rate together, each as much as it takes turns.
 * What passed is owed and waited for afterwards, so a piece may be of any size.
 */
export function createPace(bytesPerSecond: number): Pace {
  let paidUntilMs = Number.NEGATIVE_INFINITY
  return {
    take: (bytes, atMs) => {
      paidUntilMs = paidUntil(paidUntilMs, bytes, bytesPerSecond, atMs)
      return Math.max(0, Math.ceil(paidUntilMs - atMs))
    },
  }
}

/** The instant until which the rate is used up, once these bytes have passed too. */
export function paidUntil(beforeMs: number, bytes: number, bytesPerSecond: number, atMs: number): number {
  return Math.max(beforeMs, atMs - BURST_MS) + (bytes / bytesPerSecond) * 1000
}
