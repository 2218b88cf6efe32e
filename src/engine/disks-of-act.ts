import type { Run } from '../model/run.ts'
import type { Step } from '../model/step.ts'
import { createDiskWatch } from './disk-watch.ts'
import type { Outcome } from './outcome.ts'
import { elapsedMs, jobId } from './scope.ts'
import type { Live, World } from './world.ts'

const EVERY_MS = 5000
const EVERY_RESTING_MS = 30_000

/** Makes the watch of this attempt the live one, if its step names disks. */
function watchOf(world: World, run: Run, step: Step, attempt: number, live: Live) {
  const key = jobId(run, step.id, attempt, false)
  const places = 'act' in step ? (step.disks ?? []) : []
  if (places.length === 0) live.disks = undefined
  else if (live.disks?.key !== key) live.disks = createDiskWatch(key, places, world, () => world.onProgress(run.id))
  return live.disks
}

/** Looks at the disks of an act, and says that the run has to be held when one is about to fill. People release it. */
export function diskTrouble(world: World, run: Run, step: Step, attempt: number, live: Live): Outcome | undefined {
  const watch = watchOf(world, run, step, attempt, live)
  watch?.look(EVERY_MS)
  const reason = run.hold ? undefined : watch?.whyHold(leftMs(world, run, step, live))
  if (reason === undefined) return undefined
  watch?.held()
  return { tell: { type: 'disk-low', step: step.id, attempt, reason } }
}

/** Looks at the disks of an act that rests, for people to see whether there is room again. */
export function restingDisks(world: World, run: Run, step: Step, attempt: number, live: Live): Outcome | undefined {
  const watch = watchOf(world, run, step, attempt, live)
  watch?.look(EVERY_RESTING_MS)
  return watch && { againMs: EVERY_RESTING_MS }
}

/** The outcome with what the disks saw, where the act is over. */
export function withDisks(outcome: Outcome, { disks }: Live): Outcome {
  const seen = disks?.evidence()
  if (!seen || !('tell' in outcome)) return outcome
  const { tell } = outcome
  if (tell.type !== 'succeeded' && tell.type !== 'failed') return outcome
  return { tell: { ...tell, evidence: [...tell.evidence, seen] } }
}

/** What is left at the pace so far; not said before a hundredth is done. */
function leftMs(world: World, run: Run, step: Step, { progress }: Live): number | undefined {
  const share = progress?.total ? progress.done / progress.total : 0
  return share < 0.01 ? undefined : elapsedMs(world, run, step.id) * Math.max(0, 1 / share - 1)
}
