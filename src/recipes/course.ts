import type { ActionContext } from '../model/action.ts'
import { formatBytes } from '../model/amount.ts'
import { type Passed, recentRate, withPassed } from '../model/recent-rate.ts'

/** How far a copy is and how fast it goes, told to the card. */
export interface Course {
  /** A counter for one stream: takes the bytes that have crossed so far. */
  readonly bytesOf: () => (bytes: number) => void
  /** The ledger as it stands: markers with their rows. */
  readonly landed: (ledger: ReadonlyMap<string, number>) => void
  readonly outputs: () => { readonly rows: number; readonly sentBytes: number }
}

/** Bytes pass in many small pieces: more looks than this tell nobody more. */
const TELL_MS = 250

/** `total` is the number of rows that will have landed in the end. */
export function createCourse(total: number, context: ActionContext, now: () => Date): Course {
  let rows = 0
  let sentBytes = 0
  let points: readonly Passed[] = [{ atMs: now().getTime(), bytes: 0 }]
  const report = () => {
    const rate = recentRate(points, now().getTime())
    const note = `${formatBytes(sentBytes)} sent${rate === undefined ? '' : `, ${formatBytes(rate)}/s`}`
    context.report({ done: rows, total, unit: 'rows', note })
  }
  const pass = (bytes: number) => {
    sentBytes += bytes
    const atMs = now().getTime()
    if (atMs - (points.at(-1)?.atMs ?? 0) < TELL_MS) return
    points = withPassed(points, { atMs, bytes: sentBytes })
    report()
  }
  return {
    bytesOf: () => {
      let before = 0
      return (bytes) => {
        pass(bytes - before)
        before = bytes
      }
    },
    landed: (ledger) => {
      rows = [...ledger.values()].reduce((sum, one) => sum + one, 0)
      report()
    },
    outputs: () => ({ rows, sentBytes }),
  }
}
