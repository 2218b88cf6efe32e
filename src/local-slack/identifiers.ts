import { randomBytes } from 'node:crypto'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** An id that looks like Slack's: a letter for the kind and ten more. */
export const makeId = (prefix: string): string =>
  prefix + [...randomBytes(10)].map((byte) => letters.charAt(byte % letters.length)).join('')

/** A short id for blocks and elements that came without one. */
export const makeBlockId = (): string => randomBytes(4).toString('base64url').slice(0, 5)

/** Random text for tokens, hashes and addresses nobody should guess. */
export const makeSecret = (): string => randomBytes(16).toString('hex')

/** Makes message times: `1732170000.000100`, in seconds, each later than the one before. */
export interface TsClock {
  next(): string
  /** From here on every time is later than `ts`. */
  startAfter(ts: string): void
}

const stepMicros = 100

/** A clock for message times, driven by a clock in milliseconds. */
export const createTsClock = (nowMs: () => number = Date.now): TsClock => {
  let lastMicros = 0
  return {
    next() {
      lastMicros = Math.max(Math.floor(nowMs() / 1000) * 1_000_000, lastMicros) + stepMicros
      return `${Math.floor(lastMicros / 1_000_000)}.${String(lastMicros % 1_000_000).padStart(6, '0')}`
    },
    startAfter(ts) {
      lastMicros = Math.max(lastMicros, Math.round(Number(ts) * 1_000_000))
    },
  }
}
