import { DROVER, type RunEvent } from '../../src/model/event.ts'
import type { Run } from '../../src/model/run.ts'
import { undoOf } from '../../src/model/step.ts'

/** A run as its journal has it. */
export interface Told {
  readonly run: Run
  readonly events: readonly RunEvent[]
}

/** Jobs that the journal knew of before they could have begun. */
export function attemptsIn({ run, events }: Told): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === 'step-started') return [`${run.id}-${event.step}-${event.attempt}`]
    return event.type === 'undo-started' ? [`${run.id}-${event.step}-undo-${event.attempt}`] : []
  })
}

/** Jobs that the bot itself saw to a good end. */
export function successesIn({ run, events }: Told): readonly string[] {
  const { id, plan } = run
  const stepCalled = (name: string) => plan.steps.find((step) => step.id === name)
  return events.flatMap((event) => {
    if (event.type !== 'step-succeeded' && event.type !== 'step-undone') return []
    const step = stepCalled(event.step)
    if (!step || !('act' in step)) return []
    if (event.type === 'step-succeeded') return step.act.do === 'job' ? [`${id}-${event.step}-${event.attempt}`] : []
    const undo = undoOf(step)
    return typeof undo === 'object' && undo.do === 'job' ? [`${id}-${event.step}-undo-${event.attempt}`] : []
  })
}

/** Jobs about which somebody was asked how they ended. */
export function questionsIn({ run, events }: Told): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === 'step-uncertain') return [`${run.id}-${event.step}-${event.attempt}`]
    return event.type === 'undo-failed' && event.uncertain ? [`${run.id}-${event.step}-undo-${event.attempt}`] : []
  })
}

/** What the bot called failed, and why. */
export function failuresIn({ run, events }: Told): readonly string[] {
  return events.flatMap((event) => {
    const isBots = event.type === 'step-failed' || (event.type === 'undo-failed' && !event.uncertain)
    return isBots && event.actor === DROVER
      ? [`${run.id}-${event.step}-${event.attempt}: ${event.failure.summary}`]
      : []
  })
}

/** What stands there more than once. */
export function repeatedIn(names: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return [...new Set(names.filter((name) => seen.size === seen.add(name).size))]
}

/** Attempts of one step have the same name without this. */
export function withoutAttempt(job: string): string {
  return job.replace(/-\d+$/, '')
}
