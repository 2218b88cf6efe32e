import { hasEnded, liveStep, progressOf, type Run } from './run.ts'
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
  | { readonly do: 'ask'; readonly what: 'decisions' | 'by-hand' | 'release' | 'retry' | 'resolve' }

/** Undefined only for an ended run: whatever else a run does, somebody or something is owed. */
export function owed(run: Run): Owed | undefined {
  if (hasEnded(run)) return undefined
  if (run.aborting) return { do: 'stop' }
  if (run.status === 'failed') return { do: 'ask', what: 'retry' }
  if (run.status === 'uncertain') return { do: 'ask', what: 'resolve' }
  if (run.status === 'held') return { do: 'ask', what: 'release' }
  const step = liveStep(run)
  if (!step) throw new Error(`run ${run.id} is ${run.status} and has no live step`)
  return run.rollingBack ? owedUndo(run, step) : owedStep(run, step)
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
  if (run.phase === 'asking') return { do: 'ask', what: step.kind === 'manual' ? 'by-hand' : 'decisions' }
  if (step.kind !== 'wait') return { do: 'act', step, attempt }
  return {
    do: 'wake',
    step,
    attempt,
    dueAt: new Date(Date.parse(startedAt ?? run.startedAt) + step.forMs).toISOString(),
  }
}
