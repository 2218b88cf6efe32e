import type { Evidence } from './check.ts'
import type { VoteMark } from './gate-clock.ts'
import type { Plan } from './plan.ts'
import type { PlanChange } from './plan-change.ts'
import type { Closure } from './policy-clock.ts'
import type { Outputs, Progress } from './ports.ts'
import type { ActInHand, Quiet } from './quiet.ts'
import type { Decision, Failure } from './run.ts'

/** One member for each type name, so that a switch can tell them apart. */
export type Each<Type extends string, Body> = Type extends string ? { readonly type: Type } & Body : never

interface OfStep {
  readonly step: string
}

interface OfAttempt extends OfStep {
  readonly attempt: number
}

interface OfRevision extends OfStep {
  readonly revision: number
}

interface WithReason {
  readonly reason: string
}

interface Started {
  readonly type: 'started'
  readonly plan: Plan
  readonly channel: string
  /** When it is to begin; left out, at once. */
  readonly startsAt?: string | undefined
}

interface GateOpened extends OfRevision {
  readonly type: 'gate-opened'
  readonly digest: string
  readonly evidence: readonly Evidence[]
  readonly hostKeys: Readonly<Record<string, string>>
  readonly fellBecause: readonly string[]
  /** Each approve takes a step-up code, by the policy of that time. */
  readonly stepUp?: true | undefined
}

/** Measured again and nothing had moved: the decisions stand. */
interface Measured extends OfRevision {
  readonly evidence: readonly Evidence[]
}

interface Decided extends OfRevision {
  readonly type: 'decided'
  readonly decision: Decision
}

interface Withdrawn extends OfRevision {
  readonly type: 'withdrawn'
  readonly person: string
  readonly role: string
}

interface StepSucceeded extends OfAttempt {
  readonly type: 'step-succeeded'
  readonly outputs: Outputs
  readonly evidence: readonly Evidence[]
  readonly note?: string | undefined
}

interface StepFailed extends OfAttempt {
  readonly type: 'step-failed'
  readonly failure: Failure
  readonly evidence: readonly Evidence[]
}

interface UndoFailed extends OfAttempt {
  readonly type: 'undo-failed'
  readonly failure: Failure
  readonly uncertain: boolean
}

/** A person asked for something and a rule stood in the way. Nothing changed; that they asked is on record. */
interface Refused {
  readonly type: 'refused'
  /** What they asked for, such as `approve`. */
  readonly what: string
  readonly role?: string | undefined
  readonly code: string
  /** What they were told. */
  readonly sentence: string
  readonly via?: string | undefined
}

/** The first checks of a scheduled run were measured, and the people were looked up. */
interface Preflighted {
  readonly type: 'preflighted'
  readonly evidence: readonly Evidence[]
  readonly people: readonly string[]
  /** Something else is not in order than was said last. */
  readonly isNews: boolean
}

/** Somebody said whether they can be there when a scheduled run needs decisions. */
interface AttendanceSaid {
  readonly type: 'attendance-said'
  readonly here: boolean
  readonly roles: readonly string[]
}

/** Somebody else drives from here on: the actor took over, or handed over. */
interface DriverChanged {
  readonly type: 'driver-changed'
  readonly to: string
  readonly note: string
}

/** Two people moved the run to the plan that its file gives now; the actor is the second of them. */
interface Adopted extends WithReason {
  readonly type: 'adopted'
  readonly plan: Plan
  readonly says: readonly string[]
}

/** What happened to a run: append-only, folded by `evolve`. */
export type EventBody =
  | Started
  | GateOpened
  | Decided
  | Withdrawn
  | StepSucceeded
  | StepFailed
  | UndoFailed
  | Refused
  | Preflighted
  | AttendanceSaid
  | Each<'step-started' | 'undo-started', OfAttempt>
  | Each<'job-started', OfAttempt>
  | Each<'act-paused', OfAttempt & { readonly progress?: Progress | undefined }>
  | Each<'act-stopped' | 'act-opened', OfAttempt>
  | Each<'act-quiet', Quiet>
  | Each<'act-moved', ActInHand>
  | Each<'act-kept', OfAttempt & { readonly says: string; readonly until?: string | undefined }>
  | Each<'overridden', OfStep & WithReason & { readonly closures: readonly Closure[] }>
  | Each<'gate-approved' | 'refresh-asked', OfRevision>
  | Each<'gate-refreshed' | 'gate-passed', Measured>
  | Each<'gate-denied', OfRevision & WithReason>
  | Each<'gate-reminded', OfRevision & { readonly mark: VoteMark; readonly roles: readonly string[] }>
  | Each<'gate-lapsed', OfRevision & WithReason>
  | Each<'gate-fallen', OfRevision & { readonly because: readonly string[]; readonly about?: 'plan' | undefined }>
  | Each<'step-uncertain', OfAttempt & { readonly failure: Failure }>
  | Each<'step-resolved', OfAttempt & WithReason & { readonly outcome: 'succeeded' | 'failed' }>
  | Each<'step-skipped', OfStep & WithReason>
  | Each<'step-undone', OfAttempt & { readonly note?: string | undefined }>
  | Each<'hold-asked', WithReason & { readonly about?: 'plan' | undefined }>
  | Each<'rollback-asked' | 'abort-asked' | 'aborted', WithReason>
  | DriverChanged
  | Adopted
  | Each<'adopt-asked', WithReason & { readonly digest: string; readonly says: readonly string[] }>
  | Each<'plan-changed', PlanChange>
  | Each<'step-dropped', OfAttempt>
  | Each<'watched' | 'unwatched', object>
  | Each<'begun' | 'released' | 'rolled-back' | 'finished' | 'plan-follows', object>

export type EventType = EventBody['type']

/** An event in a run's history, with who caused it: a person's id, or `drover`. */
export type RunEvent = EventBody & {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly version: 1
}

/** The actor of everything that no person did. */
export const DROVER = 'drover'
