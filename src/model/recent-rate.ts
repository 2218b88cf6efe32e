/** How many bytes had passed at an instant, since some beginning. */
export interface Passed {
  readonly atMs: number
  readonly bytes: number
}

const WINDOW_MS = 10_000

/** The points that a rate needs, with a new one; older ones are dropped, but for the last one before the window. */
export function withPassed(points: readonly Passed[], next: Passed): readonly Passed[] {
  const all = [...points, next]
  const first = all.findLastIndex(({ atMs }) => atMs <= next.atMs - WINDOW_MS)
  return all.slice(Math.max(0, first))
}

/**
 * Bytes per second over the last 10 seconds, or since the first point when that is younger. It falls to 0 when nothing
 * passes any more. Undefined until a second has been seen.
 */
export function recentRate(points: readonly Passed[], nowMs: number): number | undefined {
  const [first] = points
  const last = points.at(-1)
  if (!first || !last || nowMs - first.atMs < 1000) return undefined
  const fromMs = Math.max(first.atMs, nowMs - WINDOW_MS)
  return Math.max(0, last.bytes - bytesAt(points, fromMs)) / ((nowMs - fromMs) / 1000)
}

/** Between two points as if bytes passed evenly. */
function bytesAt(points: readonly Passed[], atMs: number): number {
  const index = points.findLastIndex((point) => point.atMs <= atMs)
  const before = points[index]
  const after = points[index + 1]
  if (!before) return points[0]?.bytes ?? 0
  if (!after) return before.bytes
  const share = (atMs - before.atMs) / Math.max(1, after.atMs - before.atMs)
  return before.bytes + share * (after.bytes - before.bytes)
}
