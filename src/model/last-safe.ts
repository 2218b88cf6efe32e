import type { Click } from './command.ts'
import { formatMs } from './duration.ts'
import { utcWords } from './instant.ts'
import { actMsOf, type Estimates, sumOf, undoMsOf } from './no-return.ts'
import { type Plan, pointOfNoReturn } from './plan.ts'
import type { Step } from './step.ts'
import { refuse } from './user-error.ts'

/** Whether the rest of a run still fits into the time in which it may act. */
export interface Fit {
  readonly closesAt: string
  /** The rest, and the way back, take that long; both undefined when it is not known. */
  readonly restMs?: number | undefined
  readonly reverseMs?: number | undefined
  /** Later, the rest and the way back no longer fit. */
  readonly lastSafeAt?: string | undefined
  /** Steps that were never timed, or never taken back. */
  readonly unknown: readonly string[]
  /** Roles to hold, all of them, for going on all the same. */
  readonly override?: readonly string[] | undefined
}

/** What has to begin when, so that the steps from `from` on, and taking everything back, end before the window closes. */
export function lastSafeStart(plan: Plan, estimates: Estimates, closesAt: string, from = 0): Fit {
  const rest = plan.steps.slice(from)
  const back = plan.steps.slice(0, pointOfNoReturn(plan))
  const [restMs, reverseMs] = [
    sumOf(rest.map((one) => actMsOf(one, estimates))),
    sumOf(back.map((one) => undoMsOf(one, estimates))),
  ]
  const unknown = [
    ...rest.filter((one) => actMsOf(one, estimates) === undefined).map(({ id }) => id),
    ...back.filter((one) => undoMsOf(one, estimates) === undefined).map(({ id }) => `undo of ${id}`),
  ]
  if (restMs === undefined || reverseMs === undefined) return { closesAt, unknown }
  const lastSafeAt = new Date(Date.parse(closesAt) - restMs - reverseMs).toISOString()
  return { closesAt, restMs, reverseMs, lastSafeAt, unknown }
}

/** What is wrong with beginning at an instant; undefined when it fits, or when nobody can know. */
export function tooLate({ closesAt, restMs, reverseMs, lastSafeAt }: Fit, at: string): string | undefined {
  if (lastSafeAt === undefined || Date.parse(at) <= Date.parse(lastSafeAt)) return undefined
  return `The rest takes about ${formatMs(restMs ?? 0)} and the way back about ${formatMs(reverseMs ?? 0)}, and nothing may begin any more from ${utcWords(closesAt)}: the last safe start is ${utcWords(lastSafeAt)}.`
}

/**
 * Whoever passes the last gate before the point of no return has to leave time for the rest, and for the way back until
 * then. Roles that may override the window may override this too, with a reason. Throws a UserError otherwise.
 */
export function refuseTooLate(step: Step, { fit, by, reason }: Click, at: string): void {
  const late = fit && tooLate(fit, at)
  if (late === undefined) return
  const roles = fit?.override ?? []
  const may = roles.length > 0 && roles.every((role) => by.roles.includes(role))
  if (may && reason?.trim()) return
  const next = may ? 'You may approve it all the same with a reason' : others(roles)
  refuse('past-last-safe', `${late} Behind ${step.id} there is no way back, so nothing was approved. ${next}.`)
}

function others(roles: readonly string[]): string {
  return roles.length === 0
    ? 'Hold the run until the next window, or abort it'
    : `Whoever holds ${roles.join(' and ')} may approve it all the same with a reason, or it is held until the next window`
}
