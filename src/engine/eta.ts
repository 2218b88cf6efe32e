import type { Timing } from '../model/journal.ts'
import type { Progress } from '../model/ports.ts'
import { actedMs, hasEnded, liveStep, progressOf, type Run } from '../model/run.ts'
import { effectOf, type Step } from '../model/step.ts'
import type { Eta } from '../model/subcommand.ts'

/**
 * Time left until the next person is needed or the run ends: medians of earlier runs, the live step by its own rate where
 * it counts. Waiting for people is never guessed. No number when a step on the way was never timed.
 */
export function etaOf(run: Run, timings: readonly Timing[], progress: Progress | undefined, now: Date): Eta {
  if (hasEnded(run)) return { basis: 'ended' }
  const ahead = untilPeople(run)
  if (ahead.length === 0) return { basis: 'waits for people' }
  const parts = ahead.map((step) =>
    step === liveStep(run) ? liveMs(run, step, timings, progress, now) : usualMs(run, step, timings),
  )
  if (parts.some((part) => part === undefined)) return { basis: 'not every step ahead was timed before' }
  return { remainingMs: parts.reduce<number>((sum, ms) => sum + (ms ?? 0), 0), basis: basisOf(run, ahead, timings) }
}

function untilPeople(run: Run): readonly Step[] {
  const rest = run.plan.steps.slice(run.at)
  const stop = rest.findIndex((step) => effectOf(step) === 'people' || step.kind === 'destructive')
  return stop === -1 ? rest : rest.slice(0, stop)
}

function liveMs(
  run: Run,
  step: Step,
  timings: readonly Timing[],
  progress: Progress | undefined,
  now: Date,
): number | undefined {
  const elapsedMs = actedMs(progressOf(run, step.id), now.toISOString()) ?? 0
  const share = progress?.total ? progress.done / progress.total : 0
  if (share >= 0.01) return (elapsedMs / share) * (1 - share)
  const usual = usualMs(run, step, timings)
  return usual === undefined ? undefined : Math.max(0, usual - elapsedMs)
}

/** What the planner did not think worth reckoning takes about this long. */
const BRIEF_MS = 2000

/** As long as it took before; a step that was never timed takes what the planner reckoned. Nobody can reckon a soak. */
function usualMs(run: Run, step: Step, timings: readonly Timing[]): number | undefined {
  const before = medianMs(step, timings)
  const { forecast } = run.plan
  if (before !== undefined || !forecast || step.kind === 'soak') return before
  const seconds = forecast.stepSeconds[step.id]
  return seconds === undefined ? BRIEF_MS : seconds * 1000
}

function medianMs(step: Step, timings: readonly Timing[]): number | undefined {
  if (step.kind === 'wait') return step.forMs
  const times = timings
    .filter((timing) => timing.step === step.id)
    .map(({ actedMs }) => actedMs)
    .sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)]
}

function basisOf({ plan }: Run, ahead: readonly Step[], timings: readonly Timing[]): string {
  const runs = new Set(timings.map(({ run }) => run)).size
  if (runs === 0) return plan.forecast ? 'reckoned from what was measured before the start' : 'by the rate now'
  return `median of ${runs} earlier ${runs === 1 ? 'run' : 'runs'}, ${ahead.length} ${ahead.length === 1 ? 'step' : 'steps'} ahead`
}
