import type { RunEvent } from '../../model/event.ts'
import { evolve } from '../../model/evolve.ts'
import type { ChainedEvent, Timing } from '../../model/journal.ts'
import { hasEnded, type Run } from '../../model/run.ts'

/** One event, with the run before and after it. */
export interface Turn {
  readonly before: Run | undefined
  readonly event: RunEvent
  readonly after: Run
}

/** What a report is made of. */
export interface Source {
  readonly runId: string
  readonly history: readonly ChainedEvent[]
  /** Of the same migration, oldest first; those of other runs are compared with. */
  readonly timings: readonly Timing[]
  /** What the earlier runs were, by id: production or rehearsal. */
  readonly modes: Readonly<Record<string, string>>
  /** The instant of the report, for a run that has not ended. */
  readonly now: string
  /** Who an id is, as people know them. */
  readonly nameOf: (id: string) => string
}

/** A source whose history was folded. */
export interface Story extends Source {
  readonly run: Run
  readonly turns: readonly Turn[]
  readonly asOf: string
}

/** Folds the history. Throws when there is none. */
export function storyOf(source: Source): Story {
  const turns: Turn[] = []
  for (const { event } of source.history) {
    const before: Run | undefined = turns.at(-1)?.after
    turns.push({ before, event, after: { ...evolve(before, event), id: source.runId } })
  }
  const run = turns.at(-1)?.after
  if (!run) throw new Error(`run ${source.runId} has no history to report on`)
  return { ...source, run, turns, asOf: hasEnded(run) ? (run.endedAt ?? source.now) : source.now }
}

/** The title of a step, or its id when the plan has no such step. */
export function titleOf({ run }: Story, step: string): string {
  return run.plan.steps.find(({ id }) => id === step)?.title ?? step
}
