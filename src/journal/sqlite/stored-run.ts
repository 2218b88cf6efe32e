import { RUN_STATUSES, type Run } from '../../model/run.ts'
import { UserError } from '../../model/user-error.ts'

/** A run as its rows hold it: the plan apart, since it hardly ever changes and is the biggest part. */
export interface RunText {
  readonly plan: string
  readonly state: string
}

/** The part of a run that changes, as text. */
export function stateText({ plan: _, ...state }: Run): string {
  return JSON.stringify(state)
}

/** The run a row holds. Throws a UserError when the row was not written by this program; a rebuild makes it again. */
export function readRun(row: RunText): Run {
  const run = parse(row)
  if (isRun(run)) return run
  throw new UserError(
    'run-row-broken',
    'The row of a run in the journal is not one that Drover wrote, so nothing was done with it. Its events are kept apart: stop Drover, and drover rebuild makes the row anew from them.',
  )
}

function parse({ plan, state }: RunText): unknown {
  try {
    return { ...JSON.parse(state), plan: JSON.parse(plan) }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
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
