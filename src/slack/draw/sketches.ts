import type { RunEvent } from '../../model/event.ts'
import { closedFor } from '../../model/override.ts'
import type { Plan } from '../../model/plan.ts'
import { hasEnded, type Run } from '../../model/run.ts'
import type { People, Runs } from '../../model/subcommand.ts'
import type { RunView } from '../views/index.ts'
import { type Background, lookUp, NOTHING_KNOWN } from './background.ts'
import { type Change, changesOf } from './change.ts'

/** Runs as they were drawn last, with what was looked up for them. Only a memory: all of it can be found again. */
export interface Sketches {
  /** Remembers the run and gives what events changed, when the run before them is remembered. */
  next(run: Run, events: readonly RunEvent[]): readonly Change[] | undefined
  /** The run as it was drawn last. */
  known(runId: string): Run | undefined
  viewOf(run: Run): RunView
  /** From here on every card says that this process is about to end. */
  leave(): void
  /** Looks the slow things up, and gives the run as it is by then. */
  refresh(run: Run): Promise<Run>
}

/** Where a view's facts come from. */
export interface Facts {
  readonly runs: Runs
  readonly people: People
  readonly journalHead: () => string
  readonly now: () => Date
  /** The environment that a plan's hosts belong to. */
  readonly environmentOf?: ((plan: Plan) => string | undefined) | undefined
}

export function createSketches({ runs, people, journalHead, now, environmentOf }: Facts): Sketches {
  const drawn = new Map<string, Run>()
  const backgrounds = new Map<string, Background>()
  let isLeaving = false
  const forgetEnded = (run: Run): void => {
    if (!hasEnded(run)) return
    drawn.delete(run.id)
    backgrounds.delete(run.id)
  }
  return {
    next(run, events) {
      const before = drawn.get(run.id)
      const first = events[0]
      drawn.set(run.id, run)
      const follows = first?.type === 'started' || (before !== undefined && before.seq + 1 === first?.seq)
      return follows ? changesOf(run.id, events, first.type === 'started' ? undefined : before) : undefined
    },
    known: (runId) => drawn.get(runId),
    leave: () => {
      isLeaving = true
    },
    viewOf: (run) => ({
      run,
      progress: runs.progressOf(run.id),
      stall: runs.stallOf(run.id),
      disks: runs.disksOf(run.id),
      head: journalHead(),
      now: now(),
      environment: environmentOf?.(run.plan),
      isLeaving,
      closed: hasEnded(run) ? undefined : closedFor(run, runs.policiesOf(run.plan), now().toISOString()),
      ...(backgrounds.get(run.id) ?? NOTHING_KNOWN),
    }),
    async refresh(run) {
      backgrounds.set(run.id, await lookUp(run, runs, people))
      const newest = drawn.get(run.id) ?? run
      forgetEnded(newest)
      return newest
    },
  }
}
