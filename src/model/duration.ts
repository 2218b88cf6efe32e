import { UserError } from './user-error.ts'

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Longer than anything waits; instants that are much further away cannot be written. */
const MOST_MS = 3650 * UNIT_MS.d

/** Milliseconds of `90s`, `15m`, `6h`, `2d`, ten years at most. Throws a UserError for anything else. */
export function durationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text)
  const unit = match?.[2]
  if (!match || !isUnit(unit))
    throw new UserError('bad-duration', `"${text}" is not a duration. Write it like 90s, 15m, 6h or 2d.`)
  const ms = Number(match[1]) * UNIT_MS[unit]
  if (ms > MOST_MS) throw new UserError('bad-duration', `"${text}" is longer than ten years. Write a shorter time.`)
  return ms
}

/** Whether a text is a duration that `durationMs` takes. */
export function isDuration(text: string): boolean {
  try {
    return durationMs(text) >= 0
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}

/** A duration for people: `42 s`, `13 min`, `2 h 5 min`, `3 d 4 h`. */
export function formatMs(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return ms < 950 ? `${Math.round(ms)} ms` : `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60)
    return seconds < 600 && seconds % 60 ? `${Math.floor(seconds / 60)} min ${seconds % 60} s` : `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`
  return hours % 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${hours / 24} d`
}

function isUnit(text: string | undefined): text is keyof typeof UNIT_MS {
  return text !== undefined && text in UNIT_MS
}
