import type { ActionContext } from '../model/action.ts'
import { formatBytes } from '../model/amount.ts'
import { type Passed, recentRate, withPassed } from '../model/recent-rate.ts'

type Ledger = ReadonlyMap<string, number>

/** How far a copy is and how fast it goes, told to the card. */
export interface Course {
  /** A counter for one stream: takes the bytes that have crossed so far. */
  readonly bytesOf: () => (bytes: number) => void
  /** Asks the ledger: markers with their rows, as they stand now. */
  readonly look: () => Promise<Ledger>
  readonly outputs: () => { readonly rows: number; readonly sentBytes: number }
}

/** Bytes pass in many small pieces: more words than this tell nobody more. */
const TELL_MS = 250
/** Looking costs the target a question. */
const LOOK_MS = 2000

/** `total` is the number of rows that will have landed in the end; the ledger is also asked now and then while bytes pass. */
export function createCourse(
  total: number,
  context: ActionContext,
  now: () => Date,
  ledger: () => Promise<Ledger>,
): Course {
  let rows = 0
  let sentBytes = 0
  let points: readonly Passed[] = [{ atMs: now().getTime(), bytes: 0 }]
  let nextLookMs = now().getTime() + LOOK_MS
  const report = () => {
    const rate = recentRate(points, now().getTime())
    const note = `${formatBytes(sentBytes)} sent${rate === undefined ? '' : `, ${formatBytes(rate)}/s`}`
    context.report({ done: rows, total, unit: 'rows', note })
  }
  const look = async () => {
    const landed = await ledger()
    // A slow answer may come after a later one, and markers never go away.
    rows = Math.max(rows, sumOf(landed))
    report()
    return landed
  }
  const lookNowAndThen = (atMs: number) => {
    if (atMs < nextLookMs) return
    nextLookMs = Number.POSITIVE_INFINITY
    // A question that fails is asked again; when nobody answers at all, the stream breaks and says why.
    const again = () => {
      nextLookMs = now().getTime() + LOOK_MS
    }
    look().then(again, again)
  }
  const pass = (bytes: number) => {
    sentBytes += bytes
    const atMs = now().getTime()
    if (atMs - (points.at(-1)?.atMs ?? 0) < TELL_MS) return
    points = withPassed(points, { atMs, bytes: sentBytes })
    report()
    lookNowAndThen(atMs)
  }
  return {
    bytesOf: () => {
      let before = 0
      return (bytes) => {
        pass(bytes - before)
        before = bytes
      }
    },
    look,
    outputs: () => ({ rows, sentBytes }),
  }
}

function sumOf(ledger: Ledger): number {
  return [...ledger.values()].reduce((sum, rows) => sum + rows, 0)
}
