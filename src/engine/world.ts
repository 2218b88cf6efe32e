import type { Journal } from '../model/journal.ts'
import type { Lull } from '../model/lull.ts'
import type { Plan } from '../model/plan.ts'
import type { Today } from '../model/plan-change.ts'
import type { Policies } from '../model/policy.ts'
import type { Log, Progress, Tools } from '../model/ports.ts'
import type { StepUps } from '../model/step-ups.ts'
import type { DiskWatch } from './disk-watch.ts'
import type { Registry } from './registry.ts'

/** Everything outside that the engine needs. */
export interface World {
  readonly journal: Journal
  readonly tools: Tools
  readonly registry: Registry
  readonly log: Log
  /** Masks secrets and row content. */
  readonly redact: (text: string) => string
  /** Progress or a stall changed: the card can be drawn again. */
  readonly onProgress: (runId: string) => void
  /** Does a person hold a role now? Asked right before an approved act; throws a UserError when nobody can tell. */
  readonly holds?: ((person: string, role: string) => Promise<boolean>) | undefined
  /** Who holds a role now; throws a UserError when nobody can tell. */
  readonly heldBy?: ((role: string) => Promise<readonly string[]>) | undefined
  /** The rules for a plan, as drover.yml has them. Left out: none. */
  readonly policiesFor?: ((plan: Plan) => Policies) | undefined
  /** What the migration files give now for a plan that was made of them. Left out: the same plan. */
  readonly today?: ((pinned: Plan) => Today) | undefined
  /** Who has a step-up code. Left out: nobody. */
  readonly stepUps?: StepUps | undefined
}

/** What is shown while a step acts; lost with the process, and found again by looking. */
export interface Live {
  progress?: Progress | undefined
  /** Why nothing moves, when a host cannot be reached. */
  stall?: string | undefined
  /** The disks of the act, where it names some. */
  disks?: DiskWatch | undefined
  /** The job that this process knows not to be stopped by a hold. */
  goesOn?: string | undefined
  /** What was last seen of the act in hand. */
  seen?: Seen | undefined
  /** Since when that was all. */
  lull?: Lull | undefined
  /** The act in hand, how long it had run when this process first looked, and the steady clock then. */
  watched?: { readonly act: string; readonly ranMs: number; readonly steadyMs: number } | undefined
}

/** An act as it looked, in short: the same mark means that its progress, log and outputs did not move. */
export interface Seen {
  readonly key: string
  readonly mark: string
  /** It says how far it is of how much. */
  readonly counts: boolean
}
