import { createHash } from 'node:crypto'

/** Numbers and choices that depend only on their seed: the same seed always throws the same. */
export interface Dice {
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** True in `percent` of 100 throws. */
  chance(percent: number): boolean
  pick<T>(choices: readonly [T, ...T[]]): T
}

/** Dice for one thing, for example `dice('7:report:12')`. */
export function dice(seed: string): Dice {
  let state = createHash('md5').update(seed).digest().readUInt32LE(0) || 1
  // xorshift32 with Marsaglia's triple 13, 17, 5.
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    between,
    chance: (percent) => next() * 100 < percent,
    pick: (choices) => choices[between(0, choices.length - 1)] ?? choices[0],
  }
}

/** A UUID that depends only on its seed. */
export function uuid(seed: string): string {
  const hex = createHash('md5').update(seed).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** A CouchDB revision such as `2-9c20…` that depends only on its seed. */
export function revision(generation: number, seed: string): string {
  return `${generation}-${createHash('md5').update(`${seed}:${generation}`).digest('hex')}`
}
