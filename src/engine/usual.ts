import type { Timing } from '../model/journal.ts'
import { percentile } from '../model/percentile.ts'
import type { Plan } from '../model/plan.ts'
import type { Step } from '../model/step.ts'

/** How long a step takes, in milliseconds: as often longer as shorter, and what nine of ten times stay under. */
export interface Usual {
  readonly likelyMs: number
  /** Undefined where too few runs say how far apart they lie. */
  readonly lateMs?: number | undefined
}

/** What the planner did not think worth reckoning takes about this long. */
const BRIEF_MS = 2000
/** Fewer runs do not tell how far apart runs lie. */
const ENOUGH_RUNS = 3

/** As long as it took before; a step that was never timed takes what the planner reckoned. Nobody can reckon a soak. */
export function usualOf(
  { forecast }: Pick<Plan, 'forecast'>,
  step: Step,
  timings: readonly Timing[],
): Usual | undefined {
  if (step.kind === 'wait') return exactly(step.forMs)
  const reckonedMs = secondsOf(forecast, step.id) * 1000
  const learnt = learntFrom(timesOf(step.id, timings, reckonedMs))
  if (learnt || !forecast || step.kind === 'soak') return learnt
  return reckonedMs > 0 ? { likelyMs: reckonedMs } : exactly(BRIEF_MS)
}

/** The middle one of the times that were kept under a name. */
export function medianMs(name: string, timings: readonly Timing[]): number | undefined {
  return percentile(timesOf(name, timings, 0), 0.5)
}

/** One after the other: each as likely, and all late together, since it is the same hosts that are slow. */
export function inAll(parts: readonly (Usual | undefined)[]): Usual | undefined {
  const known = parts.flatMap((part) => part ?? [])
  if (known.length < parts.length) return undefined
  const late = known.flatMap(({ lateMs }) => lateMs ?? [])
  const likelyMs = sum(known.map((one) => one.likelyMs))
  return late.length < known.length ? { likelyMs } : { likelyMs, lateMs: sum(late) }
}

function learntFrom(times: readonly number[]): Usual | undefined {
  const likelyMs = percentile(times, 0.5)
  if (likelyMs === undefined) return undefined
  return times.length < ENOUGH_RUNS ? { likelyMs } : { likelyMs, lateMs: percentile(times, 0.9) }
}

/** What it took before, for as much data as there is now where both runs were reckoned. */
function timesOf(name: string, timings: readonly Timing[], reckonedMs: number): readonly number[] {
  return timings
    .filter(({ step }) => step === name)
    .map(({ actedMs, reckonedMs: before = 0 }) =>
      before > 0 && reckonedMs > 0 ? (actedMs * reckonedMs) / before : actedMs,
    )
}

function secondsOf(forecast: Plan['forecast'], step: string): number {
  return forecast?.stepSeconds[step] ?? 0
}

function exactly(ms: number): Usual {
  return { likelyMs: ms, lateMs: ms }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}
