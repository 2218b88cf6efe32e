import { passedNoReturn } from './next.ts'
import { hasEnded, progressOf, type Run } from './run.ts'
import { gateOf, type Step, undoOf } from './step.ts'

/** How long steps take in milliseconds, by id, as learnt or reckoned. A step that is not in it was never timed. */
export interface Estimates {
  readonly actMs: Readonly<Record<string, number>>
  readonly undoMs: Readonly<Record<string, number>>
}

export const NO_ESTIMATES: Estimates = { actMs: {}, undoMs: {} }

/** Where the first step that cannot be taken back is, seen from a run. Times are work only: nobody knows how long people take. */
export type NoReturn =
  | { readonly is: 'none' }
  | { readonly is: 'passed' | 'not-reached'; readonly step: string }
  | {
      readonly is: 'ahead'
      readonly step: string
      readonly steps: number
      /** Work until then; undefined when a step on the way was never timed. */
      readonly workMs?: number | undefined
      /** For taking back everything up to there; undefined when an undo was never timed, or is done by hand. */
      readonly reverseMs?: number | undefined
    }

export function noReturnOf(run: Run, estimates: Estimates): NoReturn {
  const passed = passedNoReturn(run)
  if (passed) return { is: 'passed', step: passed }
  const index = indexOf(run)
  const step = run.plan.steps[index]
  if (!step) return { is: 'none' }
  if (hasEnded(run) || run.rollingBack) return { is: 'not-reached', step: step.id }
  const steps = Math.max(0, index - run.at)
  const workMs = sumOf(run.plan.steps.slice(run.at, index).map((one) => actMsOf(one, estimates)))
  const reverseMs = sumOf(run.plan.steps.slice(0, index).map((one) => undoMsOf(one, estimates)))
  return { is: 'ahead', step: step.id, steps, workMs, reverseMs }
}

/** The last gate before the step that cannot be taken back, or that step's own: who passes it gives the way back up. */
export function guardsNoReturn(run: Run, step: Step): boolean {
  const index = indexOf(run)
  return index !== -1 && run.plan.steps.slice(0, index + 1).findLast((one) => gateOf(one))?.id === step.id
}

function indexOf(run: Run): number {
  return run.plan.steps.findIndex((step) => undoOf(step) === 'none' && progressOf(run, step.id).state !== 'skipped')
}

/** People's own time is never guessed, and never counted. */
export function actMsOf(step: Step, { actMs }: Estimates): number | undefined {
  return step.kind === 'gate' || step.kind === 'manual' ? 0 : actMs[step.id]
}

export function undoMsOf(step: Step, { undoMs }: Estimates): number | undefined {
  return undoOf(step) === 'nothing' ? 0 : undoMs[step.id]
}

/** Undefined as soon as one of them is. */
export function sumOf(parts: readonly (number | undefined)[]): number | undefined {
  return parts.reduce<number | undefined>(
    (sum, part) => (sum === undefined || part === undefined ? undefined : sum + part),
    0,
  )
}
