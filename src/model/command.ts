import type { Evidence } from './check.ts'
import type { Each } from './event.ts'
import type { Plan } from './plan.ts'
import type { Outputs, Progress } from './ports.ts'
import type { Failure, Person } from './run.ts'

interface Asked {
  readonly by: Person
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

interface Start extends Asked {
  readonly type: 'start'
  readonly plan: Plan
  readonly channel: string
  /** When it is to begin; left out, at once. */
  readonly startsAt?: string | undefined
}

/** A click or a typed decision; `via` says through which surface it came. */
export type Click = Each<'approve' | 'deny', Deciding>

interface Deciding extends Asked, OfCard {
  readonly role: string
  readonly reason?: string | undefined
  readonly typed?: string | undefined
  readonly via: 'button' | 'command' | 'cli'
}

/** What people ask of a run. */
export type PersonCommand =
  | Start
  | Click
  | Each<'withdraw' | 'refresh', Asked & OfCard>
  | Each<'hold' | 'skip' | 'rollback' | 'abort', Asked & Shown & { readonly reason: string }>
  | Each<'attend', Asked & { readonly here: boolean }>
  | Each<'release' | 'retry', Asked & Shown>
  | Each<'done', Asked & Shown & { readonly note: string }>
  | Each<'resolve', Asked & Shown & { readonly outcome: 'succeeded' | 'failed'; readonly reason: string }>

interface Measured extends OfAttempt, OfCard {
  readonly type: 'measured'
  /** Measured right before the act, after everybody had approved. */
  readonly confirming: boolean
  readonly evidence: readonly Evidence[]
  readonly hostKeys: Readonly<Record<string, string>>
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
  | Each<'halted', OfAttempt>
  | Each<'vote-clock', OfAttempt & { readonly revision: number }>
  | Each<'disk-low', OfAttempt & { readonly reason: string }>
  | Each<'undo-failed', OfAttempt & { readonly failure: Failure; readonly uncertain: boolean }>
  | Preflighted
  | Each<'due' | 'stopped', object>

export type Command = PersonCommand | Report
