import type { Report } from '../model/command.ts'
import { digest } from '../model/json.ts'
import { isLong, LONG_LULL_MS, lullAfter } from '../model/lull.ts'
import type { JobView, Progress } from '../model/ports.ts'
import { type ActInHand, actInHand, quietOf } from '../model/quiet.ts'
import type { Run } from '../model/run.ts'
import { undoTiming } from '../model/undo-timing.ts'
import { jobId } from './scope.ts'
import { medianMs, usualOf } from './usual.ts'
import type { Live, Seen, World } from './world.ts'

/** What a look at a job saw of it: its log, and what it left so far. */
export function seenOfJob(key: string, { nextOffset, outputs }: JobView): Seen {
  return { key, mark: short({ nextOffset, outputs }), counts: outputs['total'] !== undefined }
}

/** What an action last said of itself. */
export function seenOfAction(key: string, progress: Progress): Seen {
  return { key, mark: short(progress), counts: progress.total !== undefined }
}

/**
 * Looks whether the act in hand moves, and says what the run has to be told: that nothing new was seen of it for long, or
 * that it moves again. Asked apart from the looks themselves, so that a look that never ends is found too.
 */
export async function quietNews(world: World, run: Run, live: Live): Promise<Report | undefined> {
  const act = actInHand(run)
  const said = quietOf(run)
  const key = act && jobId(run, act.step, act.attempt, act.undo === true)
  const seen = live.seen?.key === key ? live.seen : undefined
  live.lull =
    key === undefined ? undefined : lullAfter(live.lull, key, seen?.mark ?? said?.mark ?? '', world.tools.now())
  if (!act || !live.lull) return undefined
  const { since, mark, quietMs } = live.lull
  if (said) return seen && seen.mark !== said.mark ? { type: 'moved', ...act } : undefined
  if (quietMs < LONG_LULL_MS) return undefined
  const usual = { counts: seen?.counts === true, likelyMs: await likelyMs(world, run, act) }
  return isLong(live.lull, usual) ? { type: 'quiet', ...act, since, mark } : undefined
}

async function likelyMs({ journal }: World, { plan }: Run, act: ActInHand): Promise<number | undefined> {
  const timings = await journal.timings(plan.migration)
  const step = plan.steps.find(({ id }) => id === act.step)
  if (act.undo) return medianMs(undoTiming(act.step), timings)
  return step && usualOf(plan, step, timings)?.likelyMs
}

function short(seen: object): string {
  return digest(seen).slice(0, 12)
}
