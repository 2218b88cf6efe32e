import type { Tools } from '../model/ports.ts'
import type { Live } from './world.ts'

interface Clocks {
  readonly tools: Pick<Tools, 'now' | 'steadyMs'>
}

/**
 * Remembers how long an act had run by the record when this process first looked at it. Somebody may set the clock of the
 * bot's machine after that, by hours.
 */
export function watch({ tools }: Clocks, live: Live, act: string, ranMs: number): void {
  if (live.watched?.act !== act) live.watched = { act, ranMs, steadyMs: steadyNow(tools) }
}

/** Whether an act has taken longer than it may, by the record and by the clock that nobody sets. */
export function isTooLong({ tools }: Clocks, live: Live, act: string, ranMs: number, mostMs: number): boolean {
  watch({ tools }, live, act, ranMs)
  const { watched } = live
  const sawMs = watched ? watched.ranMs + steadyNow(tools) - watched.steadyMs : ranMs
  return Math.min(ranMs, sawMs) > mostMs
}

function steadyNow({ steadyMs, now }: Clocks['tools']): number {
  return steadyMs?.() ?? now().getTime()
}
