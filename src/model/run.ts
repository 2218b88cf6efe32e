import type { AdoptAsk, Adoption } from './adoption.ts'
import type { Evidence } from './check.ts'
import type { Dissent } from './dissent.ts'
import type { VoteMark } from './gate-clock.ts'
import type { Handover } from './handover.ts'
import type { Json } from './json.ts'
import type { Override } from './override.ts'
import type { Plan } from './plan.ts'
import type { FoundChange } from './plan-hold.ts'
import type { Outputs, Progress } from './ports.ts'
import type { Quiet } from './quiet.ts'
import type { Schedule } from './schedule.ts'

/** Every status a run can have. Intent and fact are told apart: `holding` until the current act ends or rests, then `held`. */
export const RUN_STATUSES = [
  'scheduled',
  'running',
  'waiting',
  'holding',
  'held',
  'failed',
  'uncertain',
  'rolling-back',
  'succeeded',
  'rolled-back',
  'aborted',
] as const

export type RunStatus = (typeof RUN_STATUSES)[number]

/** Somebody at a button: an id, never a name, and the roles they hold right now. */
export interface Person {
  readonly id: string
  readonly roles: readonly string[]
  /** Roles of which nobody can tell right now whether this person holds them. */
  readonly unsure?: readonly string[] | undefined
}

/** Where an attempt is. `measuring`, `asking` and `confirming` happen only where people have to agree. */
export type Phase = 'measuring' | 'asking' | 'confirming' | 'acting'

/** Why an attempt ended badly, in words for people; `tail` is the redacted end of its log. */
export interface Failure {
  readonly summary: string
  readonly cause?: string | undefined
  readonly fix?: string | undefined
  readonly tail?: string | undefined
}

/** One person's approve or deny, in one role, on one revision of a gate. */
export interface Decision {
  readonly person: string
  readonly role: string
  readonly verdict: 'approve' | 'deny'
  readonly reason?: string | undefined
  readonly at: string
  /** Which surface it came through: button, command or cli. */
  readonly via: string
  /** Digest of what the person was shown. */
  readonly digest: string
  /** They proved with a step-up code that it was them. */
  readonly steppedUp?: true | undefined
}

/** The place where the run stops for people. A new revision starts without decisions. */
export interface Gate {
  readonly step: string
  readonly revision: number
  readonly digest: string
  readonly evidence: readonly Evidence[]
  /** Fingerprints of the hosts this step touches, as seen when it was measured. */
  readonly hostKeys: Readonly<Record<string, string>>
  readonly openedAt: string
  readonly decisions: readonly Decision[]
  /** What moved since the revision before, when that one fell. */
  readonly fellBecause: readonly string[]
  /** Each approve takes a step-up code. */
  readonly stepUp?: true | undefined
  /** When the last approval that was missing came. */
  readonly approvedAt?: string | undefined
  /** The newest mark of the vote clock that was said. */
  readonly reminded?: VoteMark | undefined
}

export type StepState = 'pending' | 'live' | 'succeeded' | 'failed' | 'uncertain' | 'skipped' | 'undone'

/** How far one step is. Every number of an attempt is a try; the events keep all of them. */
export interface StepProgress {
  readonly state: StepState
  readonly attempt: number
  readonly startedAt?: string | undefined
  /** When the act itself began, after any waiting for people. */
  readonly actedAt?: string | undefined
  /** When any attempt first began to act; undo looks at this, since a retry does not take back what came before. */
  readonly firstActedAt?: string | undefined
  /** The attempt that was. */
  readonly firstActedAttempt?: number | undefined
  /** When the host said that it has the job. A job that is not there after this is lost, not new. */
  readonly launchedAt?: string | undefined
  /** The act rests in the middle, for a release to let it go on. */
  readonly paused?: Pause | undefined
  /** The act has not begun: a window is closed, or there is a freeze. */
  readonly kept?: Kept | undefined
  /** How long the attempt rested so far, the present rest left out. */
  readonly pausedMs?: number | undefined
  readonly endedAt?: string | undefined
  readonly evidence: readonly Evidence[]
  readonly failure?: Failure | undefined
  /** Who skipped, resolved or did it, and why. */
  readonly by?: string | undefined
  readonly note?: string | undefined
}

/** Since when an act rests, and how far it was then. */
export interface Pause {
  readonly at: string
  readonly progress?: Progress | undefined
}

/** Why an act may not begin yet, since when, and until when that is known to last. */
export interface Kept {
  readonly at: string
  readonly says: string
  readonly until?: string | undefined
}

/** One try at taking a step back. */
export interface Undoing {
  readonly step: string
  readonly attempt: number
  readonly state: 'live' | 'failed' | 'uncertain'
  readonly startedAt?: string | undefined
  readonly launchedAt?: string | undefined
  readonly failure?: Failure | undefined
}

/** What keeps the run from its next act, who said so, and why. */
export interface Hold {
  readonly by: string
  readonly reason: string
  readonly at: string
  /** Held since the migration's file gives another plan. */
  readonly about?: 'plan' | undefined
}

/** A run: the fold of its events. Everything that is shown or owed comes from here. */
export interface Run {
  readonly id: string
  readonly seq: number
  readonly plan: Plan
  readonly channel: string
  readonly startedBy: string
  readonly driver: string
  /** The newest change of the driver. */
  readonly handover?: Handover | undefined
  /** Who asked to be told of what happens. */
  readonly watchers?: readonly string[] | undefined
  /** Who denied or held so far, and why, also when the run went on after all. */
  readonly dissent?: readonly Dissent[] | undefined
  readonly startedAt: string
  readonly endedAt?: string | undefined
  readonly status: RunStatus
  /** Index of the step the run is at; while rolling back, the step being undone. */
  readonly at: number
  readonly phase: Phase
  readonly revision: number
  readonly gate?: Gate | undefined
  readonly steps: Readonly<Record<string, StepProgress>>
  readonly outputs: Readonly<Record<string, Outputs>>
  readonly hold?: Hold | undefined
  /** Every time that somebody let it go on outside a window or in a freeze. */
  readonly overrides?: readonly Override[] | undefined
  /** The migration's file does not give the plan of the run any more. */
  readonly planChange?: FoundChange | undefined
  /** The newest wish to go on by the plan that the file gives now. */
  readonly adoptAsked?: AdoptAsk | undefined
  /** Every time that it went on by another plan. */
  readonly adoptions?: readonly Adoption[] | undefined
  /** Of a run that was started to begin later. */
  readonly schedule?: Schedule | undefined
  /** Set once a person gave the run up, while its jobs are being stopped. */
  readonly aborting?: { readonly by: string; readonly reason: string } | undefined
  /** The undo in hand, once a rollback was asked for. */
  readonly undoing?: Undoing | undefined
  /** The newest act of which nothing new was seen for long. */
  readonly quiet?: Quiet | undefined
  readonly rollingBack: boolean
}

/** Statuses after which nothing can happen. */
export const ENDED: readonly RunStatus[] = ['succeeded', 'rolled-back', 'aborted']

export function hasEnded(run: Run): boolean {
  return ENDED.includes(run.status)
}

/** The step the run is at. */
export function liveStep(run: Run) {
  return run.plan.steps[run.at]
}

export function progressOf(run: Run, step: string): StepProgress {
  return run.steps[step] ?? { state: 'pending', attempt: 0, evidence: [] }
}

/**
 * How long the act of a step took until an instant, waiting for people and for releases left out. Undefined before it
 * began.
 */
export function actedMs({ actedAt, startedAt, paused, pausedMs = 0 }: StepProgress, at: string): number | undefined {
  const from = actedAt ?? startedAt
  if (from === undefined) return undefined
  const restedMs = pausedMs + (paused ? Math.max(0, Date.parse(at) - Date.parse(paused.at)) : 0)
  return Math.max(0, Date.parse(at) - Date.parse(from) - restedMs)
}

/** What earlier steps left for a reference to find. */
export function outputOf(run: Pick<Run, 'outputs'>, step: string, key: string): Json | undefined {
  return run.outputs[step]?.[key]
}
