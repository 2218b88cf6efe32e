import type { Due } from '../../model/mailroom.ts'

/** The kinds of calls Slack counts apart. */
export type Method = 'post' | 'update' | 'upload'

/** When which letter may go out. Slack allows about one post a second and channel, with a short burst. */
export interface Lanes {
  /** The instant from which a letter may be sent, as far as Slack's limits go. */
  readyMs(letter: Due, nowMs: number): number
  isSending(key: string): boolean
  isPosting(channel: string): boolean
  begin(letter: Due, nowMs: number): void
  end(letter: Due, nowMs: number): void
  /** Slack was too busy for this method in this channel: only those wait. */
  block(letter: Due, untilMs: number): void
  /** No answer: the letter waits, longer each time. Gives the wait. */
  backOff(letter: Due, nowMs: number): number
  worked(letter: Due): void
}

const BURST = 3
const POST_EVERY_MS = 1_000
const CARD_EVERY_MS = 3_000
const LONGEST_WAIT_MS = 60_000

/** What a letter needs from Slack next. */
export function methodOf(letter: Due): Method {
  if (letter.ts !== undefined) return 'update'
  return letter.hasFile ? 'upload' : 'post'
}

export function createLanes(): Lanes {
  const budgets = new Map<string, { left: number; atMs: number }>()
  const blockedUntil = new Map<string, number>()
  const waits = new Map<string, { tries: number; untilMs: number }>()
  const sentMs = new Map<string, number>()
  const sending = new Map<string, Due>()
  const laneOf = (letter: Due) => `${methodOf(letter)} ${letter.channel}`
  const budgetMs = (channel: string, nowMs: number): number => {
    const { left, atMs } = budgets.get(channel) ?? { left: BURST, atMs: nowMs }
    return left >= 1 ? nowMs : atMs + Math.ceil((1 - left) * POST_EVERY_MS)
  }
  return {
    readyMs(letter, nowMs) {
      const isUpdate = methodOf(letter) === 'update'
      const paced = isUpdate
        ? (sentMs.get(letter.key) ?? Number.NEGATIVE_INFINITY) + spacingMs(letter)
        : budgetMs(letter.channel, nowMs)
      return Math.max(paced, blockedUntil.get(laneOf(letter)) ?? 0, waits.get(letter.key)?.untilMs ?? 0)
    },
    isSending: (key) => sending.has(key),
    isPosting: (channel) =>
      [...sending.values()].some((letter) => letter.channel === channel && methodOf(letter) !== 'update'),
    begin(letter, nowMs) {
      sending.set(letter.key, letter)
      if (methodOf(letter) !== 'update') budgets.set(letter.channel, spend(budgets.get(letter.channel), nowMs))
    },
    end(letter, nowMs) {
      sending.delete(letter.key)
      for (const [key, ms] of sentMs) if (nowMs - ms > CARD_EVERY_MS) sentMs.delete(key)
      sentMs.set(letter.key, nowMs)
    },
    block: (letter, untilMs) => blockedUntil.set(laneOf(letter), untilMs),
    backOff(letter, nowMs) {
      const tries = (waits.get(letter.key)?.tries ?? 0) + 1
      const waitMs = Math.min(LONGEST_WAIT_MS, 500 * 2 ** tries)
      waits.set(letter.key, { tries, untilMs: nowMs + waitMs })
      return waitMs
    },
    worked: (letter) => waits.delete(letter.key),
  }
}

/** A run's card changes with every byte counted; the others only when something happened. */
function spacingMs({ key }: Due): number {
  return key.endsWith('/card') ? CARD_EVERY_MS : POST_EVERY_MS
}

function spend(budget: { left: number; atMs: number } | undefined, nowMs: number): { left: number; atMs: number } {
  const { left, atMs } = budget ?? { left: BURST, atMs: nowMs }
  return { left: Math.min(BURST, left + (nowMs - atMs) / POST_EVERY_MS) - 1, atMs: nowMs }
}
