import type { RunEvent } from '../../model/event.ts'
import type { Run } from '../../model/run.ts'

/** One event with its place in the chain, and the run on both sides of it: all that a projection may look at. */
export interface Change {
  readonly id: number
  readonly event: RunEvent
  readonly before: Run | undefined
  readonly run: Run
}

/** A table that can be made again from the events. */
export interface Projection {
  readonly apply: (change: Change) => void
  /** Its tables, those that refer to others first. */
  readonly tables: readonly string[]
}
