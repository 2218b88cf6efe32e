import { DROVER, type RunEvent } from './event.ts'
import { utcWords } from './instant.ts'
import { liveStep, type Run } from './run.ts'
import { bare } from './user-error.ts'

/** Somebody who stood in the way of a run, and why. It stays in the record when the run went on after all. */
export interface Dissent {
  readonly kind: 'denied' | 'held'
  /** The step that the run was at. */
  readonly step: string
  readonly by: string
  /** The role they denied in. */
  readonly role?: string | undefined
  readonly reason: string
  readonly at: string
}

/** Everybody who denied or held so far, first to last. What Drover held by itself is no dissent. */
export function dissentOf({ dissent }: Pick<Run, 'dissent'>): readonly Dissent[] {
  return dissent ?? []
}

/** The same for plain texts, a line each. */
export function dissentLines(run: Pick<Run, 'dissent'>): readonly string[] {
  return dissentOf(run).map(({ kind, step, by, role, reason, at }) => {
    const as = role === undefined ? '' : ` as ${role}`
    return `Dissent on the way: ${kind} at ${step} by <@${by}>${as}, ${utcWords(at)}: ${bare(reason)}.`
  })
}

/** The list after one more denial or hold. */
export function withDissent(
  run: Run,
  event: Extract<RunEvent, { type: 'gate-denied' | 'hold-asked' }>,
): Pick<Run, 'dissent'> {
  const { actor: by, reason, at } = event
  if (by === DROVER) return {}
  const one: Dissent =
    event.type === 'gate-denied'
      ? { kind: 'denied', step: event.step, by, role: roleOf(run, by), reason, at }
      : { kind: 'held', step: liveStep(run)?.id ?? '', by, reason, at }
  return { dissent: [...dissentOf(run), one] }
}

function roleOf({ gate }: Run, person: string): string | undefined {
  return gate?.decisions.findLast((one) => one.person === person && one.verdict === 'deny')?.role
}
