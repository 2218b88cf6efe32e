import type { RunEvent } from '../../model/event.ts'
import { evolve } from '../../model/evolve.ts'
import type { Run } from '../../model/run.ts'

/** One event, with the run before and after it. */
export interface Change {
  readonly before: Run | undefined
  readonly event: RunEvent
  readonly after: Run
}

/** The changes that events made to a run, one by one. `before` is the run as it was before the first of them. */
export function changesOf(id: string, events: readonly RunEvent[], before?: Run): readonly Change[] {
  const changes: Change[] = []
  for (const event of events) {
    const earlier: Run | undefined = changes.at(-1)?.after ?? before
    changes.push({ before: earlier, event, after: { ...evolve(earlier, event), id } })
  }
  return changes
}
