import type { Timing } from '../model/journal.ts'
import type { Progress } from '../model/ports.ts'
import { actedMs, hasEnded, liveStep, progressOf, type Run } from '../model/run.ts'
import { effectOf, type Step, undoOf } from '../model/step.ts'
import type { Eta } from '../model/subcommand.ts'
import { undoTiming } from '../model/undo-timing.ts'
import { inAll, medianMs, type Usual, usualOf } from './usual.ts'

/** What an estimate is made from. */
interface Known {
  readonly run: Run
  readonly timings: readonly Timing[]
  readonly progress: Progress | undefined
  readonly now: Date
}

/**
 * Time left until the next person is needed or the run ends: what earlier runs took, the live step by its own rate where
 * it counts. Waiting for people is never guessed. No number when a step on the way was never timed.
 */
export function etaOf(run: Run, timings: readonly Timing[], progress: Progress | undefined, now: Date): Eta {
  if (hasEnded(run)) return { basis: 'ended' }
  if (run.rollingBack) return wayBack(run, timings, now)
  const known = { run, timings, progress, now }
  const { ahead, after } = partsOf(run)
  const people = after.filter(needsPeople).map(({ id }) => id)
  const afterMs = inAll(after.map((step) => leftOf(step, known)))?.likelyMs
  const later = people.length === 0 ? {} : { people, ...(afterMs !== undefined && { afterMs }) }
  if (ahead.length === 0) return { basis: 'waits for people', ...later }
  const left = inAll(ahead.map((step) => leftOf(step, known)))
  if (!left) return { basis: 'not every step ahead was timed before', ...later }
  const { likelyMs: remainingMs, lateMs } = left
  const asOf = now.toISOString()
  return { remainingMs, ...(lateMs !== undefined && { lateMs }), asOf, basis: basisOf(known, ahead), ...later }
}

/** The steps that are left, parted where people are needed next. */
function partsOf(run: Run): { readonly ahead: readonly Step[]; readonly after: readonly Step[] } {
  const rest = run.plan.steps.slice(run.at)
  const stop = rest.findIndex((step) => needsPeople(step) && !isThrough(run, step))
  return stop === -1 ? { ahead: rest, after: [] } : { ahead: rest.slice(0, stop), after: rest.slice(stop) }
}

function needsPeople(step: Step): boolean {
  return effectOf(step) === 'people' || step.kind === 'destructive'
}

/** Its people have decided, and now it acts. */
function isThrough(run: Run, step: Step): boolean {
  return step === liveStep(run) && step.kind === 'destructive' && run.phase === 'acting'
}

/** Work that a step still takes; people's own time is never counted. */
function leftOf(step: Step, known: Known): Usual | undefined {
  if (effectOf(step) === 'people') return { likelyMs: 0, lateMs: 0 }
  return step === liveStep(known.run) ? liveOf(step, known) : usualOf(known.run.plan, step, known.timings)
}

function liveOf(step: Step, { run, timings, progress, now }: Known): Usual | undefined {
  const elapsedMs = actedMs(progressOf(run, step.id), now.toISOString()) ?? 0
  const usual = usualOf(run.plan, step, timings)
  const share = progress?.total ? progress.done / progress.total : 0
  if (share >= 0.01) return atItsRate((elapsedMs / share) * (1 - share), usual)
  if (usual?.lateMs === undefined) return usual && { likelyMs: left(usual.likelyMs, elapsedMs) }
  return { likelyMs: left(usual.likelyMs, elapsedMs), lateMs: left(usual.lateMs, elapsedMs) }
}

/** As far apart as runs were before, for what is left. */
function atItsRate(likelyMs: number, usual: Usual | undefined): Usual {
  const { likelyMs: usually = 0, lateMs } = usual ?? {}
  return lateMs !== undefined && usually > 0 ? { likelyMs, lateMs: (likelyMs * lateMs) / usually } : { likelyMs }
}

function left(ms: number, elapsedMs: number): number {
  return Math.max(0, ms - elapsedMs)
}

/** A run on its way back takes what taking back took before. */
function wayBack({ plan, at, steps }: Run, timings: readonly Timing[], now: Date): Eta {
  const back = plan.steps
    .slice(0, at + 1)
    .filter((step) => undoOf(step) !== 'nothing' && !['undone', undefined].includes(steps[step.id]?.state))
  const likely = back.map(({ id }) => medianMs(undoTiming(id), timings))
  const known = likely.flatMap((ms) => ms ?? [])
  if (known.length < likely.length) return { basis: 'not every step was taken back before' }
  const remainingMs = known.reduce((all, one) => all + one, 0)
  return { remainingMs, asOf: now.toISOString(), basis: 'as long as taking back took before' }
}

function basisOf({ run: { plan }, timings }: Known, ahead: readonly Step[]): string {
  const runs = new Set(timings.map(({ run }) => run)).size
  if (runs === 0) return plan.forecast ? 'reckoned from what was measured before the start' : 'by the rate now'
  return `median of ${runs} earlier ${runs === 1 ? 'run' : 'runs'}, ${ahead.length} ${ahead.length === 1 ? 'step' : 'steps'} ahead`
}
