import { owed } from './owed.ts'
import type { Run } from './run.ts'

/** A card that shows nothing new is edited no more often than this. */
const EVERY_MS = 300_000

/**
 * By when the card of a run is drawn again at the latest, unless Drover is stuck or down. Undefined where people have to go
 * on, or time before the run begins: then nothing may be heard for days, and nothing is wrong.
 */
export function nextWordBy(run: Run, now: Date): string | undefined {
  const due = owed(run)
  if (!due || due.do === 'ask' || due.do === 'begin') return undefined
  return new Date((Math.floor(now.getTime() / EVERY_MS) + 2) * EVERY_MS).toISOString()
}
