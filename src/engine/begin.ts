import { isOver } from '../model/gate-clock.ts'
import type { Owed } from '../model/owed.ts'
import type { Run } from '../model/run.ts'
import type { Outcome } from './outcome.ts'
import { preflight } from './preflight.ts'
import type { World } from './world.ts'

const LONGEST_SLEEP_MS = 3_600_000

/** Waits for the instant of a scheduled run, and looks now and then at what it will need. */
export async function waitToBegin(
  world: World,
  run: Run,
  { startsAt, lookAt }: Extract<Owed, { do: 'begin' }>,
): Promise<Outcome> {
  const now = world.tools.now().toISOString()
  if (isOver(startsAt, now)) return { tell: { type: 'due' } }
  if (isOver(lookAt, now)) return { tell: await preflight(world, run) }
  const leftMs = Date.parse(lookAt ?? startsAt) - Date.parse(now)
  return { againMs: Math.min(leftMs, LONGEST_SLEEP_MS) }
}
