import type { Evidence } from './check.ts'
import type { Each } from './event.ts'
import type { Fit } from './last-safe.ts'
import type { Plan } from './plan.ts'
import type { PlanChange, Today } from './plan-change.ts'
import type { Outputs, Progress } from './ports.ts'
import type { ActInHand, Quiet } from './quiet.ts'
import type { Rules } from './rules.ts'
import type { Failure, Person } from './run.ts'
import type { Proof } from './step-up.ts'

interface Asked {
  readonly by: Person
  /** The policies that it is judged by. */
  readonly rules?: Rules | undefined
}

/** Why it is to be done though a window is closed or in a freeze. */
interface Overriding {
  readonly override?: string | undefined
}

interface OfAttempt {
  readonly step: string
  readonly attempt: number
}

/** The attempt that a card showed; left out by typed commands, which mean the live one. */
interface Shown {
  readonly shown?: { readonly step: string; readonly attempt: number } | undefined
}

interface OfCard {
  readonly step: string
  readonly revision: number
}

interface Start extends Asked, Overriding {
  readonly type: 'start'
  readonly plan: Plan
  readonly channel: string
  /** When it is to begin; left out, at once. */
  readonly startsAt?: string | undefined
}

/** A click or a typed decision; `via` says through which surface it came. */
export type Click = Each<'approve' | 'deny', Deciding>

interface Deciding extends Asked, Overriding, OfCard {
  readonly role: string
  readonly reason?: string | undefined
  readonly typed?: string | undefined
  readonly via: 'button' | 'command' | 'cli'
  /** Of an approve of the last gate before the point of no return: whether the rest ends before the window closes. */
  readonly fit?: Fit | undefined
  /** Of an approve that was asked for a step-up code. The code itself is in no command. */
  readonly proof?: Proof | undefined
}

/** `from` is the driver as they saw it, so that a hand-over that came in between is not undone unseen. */
interface Drive extends Asked {
  readonly type: 'drive'
  readonly from: string
  readonly to: string
  readonly note: string
}

/** `today` is what the migration's file gives, filled in at the one place where commands are taken. */
interface Adopt extends Asked {
  readonly type: 'adopt'
  readonly reason: string
  readonly today?: Today | undefined
}

/** What people ask of a run. */
export type PersonCommand =
  | Start
  | Click
  | Each<'withdraw' | 'refresh', Asked & OfCard>
  | Each<'hold' | 'skip' | 'abort', Asked & Shown & { readonly reason: string }>
  | Each<'rollback', Asked & Overriding & Shown & { readonly reason: string }>
  | Each<'attend', Asked & { readonly here: boolean }>
  | Drive
  | Adopt
  | Each<'watch' | 'unwatch', Asked>
  | Each<'release' | 'retry', Asked & Overriding & Shown>
  | Each<'done', Asked & Shown & { readonly note: string }>
  | Each<'resolve', Asked & Shown & { readonly outcome: 'succeeded' | 'failed'; readonly reason: string }>

interface Measured extends OfAttempt, OfCard {
  readonly type: 'measured'
  /** Measured right before the act, after everybody had approved. */
  readonly confirming: boolean
  readonly evidence: readonly Evidence[]
  readonly hostKeys: Readonly<Record<string, string>>
  /** The policy wants a step-up code with each approve. */
  readonly stepUp?: boolean | undefined
  /** Decisions whose people no longer hold the role they decided in, as looked up right before the act. */
  readonly lost?: readonly { readonly person: string; readonly role: string }[] | undefined
}

interface Failed extends OfAttempt {
  readonly type: 'failed'
  readonly failure: Failure
  readonly evidence: readonly Evidence[]
}

interface Succeeded extends OfAttempt {
  readonly type: 'succeeded'
  readonly outputs: Outputs
  readonly evidence: readonly Evidence[]
}

interface Preflighted {
  readonly type: 'preflighted'
  /** Which look it is, from 1: one that does not follow the newest changes nothing. */
  readonly look: number
  readonly evidence: readonly Evidence[]
  readonly people: readonly string[]
}

/** What the engine reports. Each names the live step and attempt, so that a stale report changes nothing. */
export type Report =
  | Measured
  | Succeeded
  | Failed
  | Each<'unneeded', OfAttempt & { readonly reason: string }>
  | Each<'lost', OfAttempt & { readonly failure: Failure }>
  | Each<'launched' | 'woke' | 'undone', OfAttempt>
  | Each<'paused', OfAttempt & { readonly progress?: Progress | undefined }>
  | Each<'halted' | 'opened', OfAttempt>
  | Each<'quiet', Quiet>
  | Each<'moved', ActInHand>
  | Each<'kept', OfAttempt & { readonly says: string; readonly until?: string | undefined }>
  | Each<'vote-clock', OfAttempt & { readonly revision: number }>
  | Each<'disk-low', OfAttempt & { readonly reason: string }>
  | Each<'undo-failed', OfAttempt & { readonly failure: Failure; readonly uncertain: boolean }>
  | Preflighted
  | Each<'plan-changed', PlanChange>
  | Each<'plan-follows', object>
  | Each<'due' | 'stopped', object>

export type Command = PersonCommand | Report
