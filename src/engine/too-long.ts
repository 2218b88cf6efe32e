import type { Tools } from '../model/ports.ts'
import type { Live } from './world.ts'

interface Clocks {
  readonly tools: Pick<Tools, 'now' | 'steadyMs'>
}

/**
 * Whether an act has taken longer than it may. Somebody may set the clock of the bot's machine meanwhile, by hours: what
 * this process saw itself is measured by a clock that nobody sets, and the act is only stopped when both say so.
 */
export function isTooLong({ tools }: Clocks, live: Live, act: string, ranMs: number, mostMs: number): boolean {
  const steadyMs = tools.steadyMs?.() ?? tools.now().getTime()
  if (live.watched?.act !== act) live.watched = { act, ranMs, steadyMs }
  const { watched } = live
  return Math.min(ranMs, watched.ranMs + steadyMs - watched.steadyMs) > mostMs
}
