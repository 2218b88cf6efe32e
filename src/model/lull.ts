/** How long an act was looked at without anything new to see. Only what was watched counts: nobody knows of the rest. */
export interface Lull {
  readonly key: string
  readonly mark: string
  readonly since: string
  readonly lookedAtMs: number
  readonly quietMs: number
  /** The longest time between two moves so far. */
  readonly longestMs: number
}

/** What an act was like before, for knowing what is long. */
export interface UsualLull {
  /** It says how far it is of how much. */
  readonly counts: boolean
  /** How long all of it takes, where that is known. */
  readonly likelyMs: number | undefined
}

/** Two looks are a minute apart; more than this between them means that nobody looked, or that the clock was set. */
const MOST_BETWEEN_MS = 120_000

/** Shorter than this is never long. */
export const LONG_LULL_MS = 600_000

const TIMES_AS_LONG = 3

/** The lull after one more look at the act with this key, whose progress, log and outputs are in short this mark. */
export function lullAfter(before: Lull | undefined, key: string, mark: string, now: Date): Lull {
  const lookedAtMs = now.getTime()
  const fresh = { key, mark, since: now.toISOString(), lookedAtMs, quietMs: 0 }
  if (before?.key !== key) return { ...fresh, longestMs: 0 }
  const quietMs = before.quietMs + between(before.lookedAtMs, lookedAtMs)
  return before.mark === mark
    ? { ...before, lookedAtMs, quietMs }
    : { ...fresh, longestMs: Math.max(before.longestMs, quietMs) }
}

/** One that counts should move as it did so far; any other may be still for as long as all of it takes. */
export function isLong({ quietMs, longestMs }: Lull, { counts, likelyMs = 0 }: UsualLull): boolean {
  return quietMs >= Math.max(LONG_LULL_MS, TIMES_AS_LONG * (counts ? longestMs : likelyMs))
}

function between(beforeMs: number, afterMs: number): number {
  return Math.min(MOST_BETWEEN_MS, Math.max(0, afterMs - beforeMs))
}
