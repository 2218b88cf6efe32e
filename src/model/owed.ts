import { nextMark } from './gate-clock.ts'
import { hasEnded, liveStep, progressOf, type Run } from './run.ts'
import { nextLookAt, type Schedule } from './schedule.ts'
import { isManual, isPaused } from './status.ts'
import { type Step, undoOf } from './step.ts'

/** What the world is owed next. Recomputed from the run, never stored. */
export type Owed =
  | {
      readonly do: 'measure'
      readonly step: Step
      readonly attempt: number
      readonly revision: number
      readonly confirming: boolean
    }
  | { readonly do: 'act'; readonly step: Step; readonly attempt: number }
  | { readonly do: 'wake'; readonly step: Step; readonly attempt: number; readonly dueAt: string }
  | { readonly do: 'halt'; readonly step: Step; readonly attempt: number }
  | { readonly do: 'undo'; readonly step: Step; readonly attempt: number }
  | { readonly do: 'stop' }
  /** Nothing but looks at what the run will need, until its instant. */
  | { readonly do: 'begin'; readonly startsAt: string; readonly lookAt?: string | undefined }
  | {
      readonly do: 'ask'
      readonly what: 'decisions' | 'by-hand' | 'release' | 'retry' | 'resolve'
      /** When the clock of an open vote says something next. */
      readonly clock?: {
        readonly step: string
        readonly attempt: number
        readonly revision: number
        readonly dueAt: string
      }
    }

/** Undefined only for an ended run: whatever else a run does, somebody or something is owed. */
export function owed(run: Run): Owed | undefined {
  if (hasEnded(run)) return undefined
  if (run.aborting) return { do: 'stop' }
  if (run.status === 'failed') return { do: 'ask', what: 'retry' }
  if (run.status === 'uncertain') return { do: 'ask', what: 'resolve' }
  if (run.status === 'held') return { do: 'ask', what: 'release' }
  if (run.status === 'scheduled' && run.schedule) return owedBegin(run, run.schedule)
  const step = liveStep(run)
  if (!step) throw new Error(`run ${run.id} is ${run.status} and has no live step`)
  return run.rollingBack ? owedUndo(run, step) : owedStep(run, step)
}

function owedBegin({ startedAt }: Run, schedule: Schedule): Owed {
  return { do: 'begin', startsAt: schedule.startsAt, lookAt: nextLookAt(schedule, startedAt) }
}

function owedUndo(run: Run, step: Step): Owed {
  if (isPaused(run)) return { do: 'halt', step, attempt: progressOf(run, step.id).attempt }
  if (isManual(undoOf(step))) return { do: 'ask', what: 'by-hand' }
  return { do: 'undo', step, attempt: run.undoing?.attempt ?? 1 }
}

function owedStep(run: Run, step: Step): Owed {
  const { attempt, startedAt } = progressOf(run, step.id)
  if (run.phase === 'measuring' || run.phase === 'confirming')
    return { do: 'measure', step, attempt, revision: run.revision, confirming: run.phase === 'confirming' }
  if (run.phase === 'asking') return step.kind === 'manual' ? { do: 'ask', what: 'by-hand' } : askVoters(run, step)
  if (step.kind !== 'wait') return { do: 'act', step, attempt }
  return {
    do: 'wake',
    step,
    attempt,
    dueAt: new Date(Date.parse(startedAt ?? run.startedAt) + step.forMs).toISOString(),
  }
}

function askVoters(run: Run, step: Step): Owed {
  const next = nextMark(run)
  const { attempt } = progressOf(run, step.id)
  const clock = next && { step: step.id, attempt, revision: run.revision, dueAt: next.dueAt }
  return { do: 'ask', what: 'decisions', ...(clock && { clock }) }
}
