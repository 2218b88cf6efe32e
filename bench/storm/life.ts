import { setTimeout as wait } from 'node:timers/promises'
import type { Dice } from '../../src/demo/documents/dice.ts'

const SHORT_LIFE_MS = 600
const SHORTLY_AFTER_MS = 200
const LONGEST_LIFE_MS = 20_000
const LOOK_MS = 5

/** Half of the bots live for a random instant, the others until shortly after the next event, so that runs get on. */
export async function live(chance: Dice, events: () => number): Promise<void> {
  if (chance.chance(50)) return wait(chance.between(0, SHORT_LIFE_MS))
  await liveOn(chance, events, LONGEST_LIFE_MS)
}

/** Lives until shortly after the next event, or for so long. */
export async function liveOn(chance: Dice, events: () => number, longestMs: number): Promise<void> {
  const before = events()
  for (const endMs = performance.now() + longestMs; performance.now() < endMs; await wait(LOOK_MS))
    if (events() > before) break
  await wait(chance.between(0, SHORTLY_AFTER_MS))
}
