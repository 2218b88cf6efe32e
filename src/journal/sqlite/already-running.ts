import { formatMs } from '../../model/duration.ts'
import { UserError } from '../../model/user-error.ts'

/** The run that is in the way of a start. */
export interface Conflict {
  readonly id: string
  readonly migration: string
  readonly startedBy: string
  readonly startedAt: string
  readonly status: string
  readonly driver: string
}

/** Says which run is in the way: by its start, or by the resource it holds. Does nothing when there is none. */
export function refuseConflict(
  conflict: Conflict | undefined,
  resource: string | undefined,
  now: Date,
  nothing = 'Nothing was started.',
): void {
  if (!conflict) return
  const { id, migration, startedBy, startedAt, status, driver } = conflict
  const ago = `by <@${startedBy}> ${formatMs(Math.max(0, now.getTime() - Date.parse(startedAt)))} ago${driver === startedBy ? '' : `, driven by <@${driver}> now`}`
  const [is, since] = status === 'scheduled' ? ['scheduled', ago] : ['running', `started ${ago}`]
  const sentence =
    resource === undefined
      ? `${migration} with these params is already ${is} as ${id} (${since}).`
      : `${resource} is in use by ${id} (${migration}, ${since}).`
  throw new UserError(
    'already-running',
    `${sentence} ${nothing} /migrate why ${id} says what it waits for, /migrate lock what it keeps.`,
  )
}
