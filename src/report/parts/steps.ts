import { progressOf, type StepProgress } from '../../model/run.ts'
import { effectOf } from '../../model/step.ts'
import type { Span, StepReport } from '../report.ts'
import type { Story } from './source.ts'
import { spentOf } from './spans.ts'

/** Every step of the plan: how it went, how long, and how long it took before. */
export function stepsOf(story: Story, spans: readonly Span[]): readonly StepReport[] {
  const { run } = story
  return run.plan.steps.map((step) => {
    const mine = spans.filter((span) => span.step === step.id)
    const progress = progressOf(run, step.id)
    const before = earlierOf(story, step.id)
    return {
      step: step.id,
      title: step.title,
      effect: effectOf(step),
      state: progress.state === 'pending' ? 'not run' : progress.state,
      attempts: progress.attempt,
      from: firstStart(story, step.id),
      to: endOf(progress),
      ...spentOf(mine),
      ...(before && { earlier: before }),
    }
  })
}

/** The newest earlier run that was timed, and how many were. */
export function comparedWith(story: Story): { run: string; mode: string; runs: number } | undefined {
  const others = othersOf(story)
  const newest = others.at(-1)?.run
  if (newest === undefined) return undefined
  return { run: newest, mode: story.modes[newest] ?? 'production', runs: new Set(others.map(({ run }) => run)).size }
}

function earlierOf(story: Story, step: string): StepReport['earlier'] {
  const others = othersOf(story)
  const newest = others.at(-1)?.run
  const times = others.filter((timing) => timing.step === step)
  if (times.length === 0) return undefined
  const newestMs = times.findLast(({ run }) => run === newest)?.actedMs
  return { runs: times.length, medianMs: median(times.map(({ actedMs }) => actedMs)), newestMs }
}

/** Timings from before this run had one: a report that is made again later compares with the same runs. */
function othersOf({ timings, runId }: Story) {
  const mine = timings.findIndex(({ run }) => run === runId)
  return mine === -1 ? timings : timings.slice(0, mine)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
    sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0,
  ]
  return Math.round((low + high) / 2)
}

function firstStart({ turns }: Story, step: string): string | undefined {
  return turns.find(({ event }) => event.type === 'step-started' && event.step === step)?.event.at
}

function endOf({ state, endedAt }: StepProgress): string | undefined {
  return state === 'pending' || state === 'live' ? undefined : endedAt
}
