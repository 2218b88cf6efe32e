import { RUN_STATUSES, type Run } from '../../model/run.ts'

/** A run as its rows hold it: the plan apart, since it never changes and is the biggest part. */
export interface RunText {
  readonly plan: string
  readonly state: string
}

/** The part of a run that changes, as text. */
export function stateText({ plan: _, ...state }: Run): string {
  return JSON.stringify(state)
}

/** The run a row holds. Throws when the row was not written by this program; a rebuild makes it again. */
export function readRun({ plan, state }: RunText): Run {
  const run: unknown = { ...JSON.parse(state), plan: JSON.parse(plan) }
  if (!isRun(run)) throw new Error(`a stored run cannot be read: ${state.slice(0, 80)}`)
  return run
}

function isRun(value: unknown): value is Run {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'seq' in value &&
    'steps' in value &&
    'status' in value &&
    RUN_STATUSES.some((status) => status === value.status)
  )
}
