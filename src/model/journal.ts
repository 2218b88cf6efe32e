import type { Command } from './command.ts'
import type { RunEvent } from './event.ts'
import type { Run } from './run.ts'
import type { UserError } from './user-error.ts'

/** An event as the journal keeps it: its hash covers its own text and the hash before it. */
export interface ChainedEvent {
  readonly event: RunEvent
  readonly previousHash: string
  readonly hash: string
}

/** What one command did. `events` is empty when it was stale or repeated. */
export interface Sent {
  readonly run: Run
  readonly events: readonly RunEvent[]
}

/** How long one attempt of a step took, people's waiting left out. Learnt from; never used to decide anything. */
export interface Timing {
  readonly migration: string
  readonly step: string
  readonly run: string
  readonly actedMs: number
  /** What the planner of that run had reckoned for it, if it did: says how much data there was. */
  readonly reckonedMs?: number | undefined
}

export interface RunFilter {
  /** Rehearsals of a migration that ended well; of one production plan when its digest is given. */
  readonly rehearsed?: { readonly migration: string; readonly digest?: string | undefined }
  readonly active?: boolean
  readonly channel?: string
  readonly limit?: number
}

/**
 * Where runs live: one command at a time per run, atomic, durable. `send` runs the model's `decide`, appends the events
 * and updates the projections in one transaction, or throws what `decide` threw and changes nothing but the record: what a
 * person asked an existing run for and was refused is an event of its own. A `start` whose locks or (migration, params)
 * another active run holds throws a UserError `already-running` that names that run.
 */
export interface Journal {
  send(runId: string, command: Command): Promise<Sent>
  /** Writes down, as `send` does, what a person was refused before it was sent, such as a window that was not opened. */
  refused(runId: string, command: Command, why: UserError): Promise<void>
  get(runId: string): Promise<Run | undefined>
  list(filter: RunFilter): Promise<readonly Run[]>
  history(runId: string): Promise<readonly ChainedEvent[]>
  /** Durable scraps that are not history, such as how far a job's log was read. Survive a restart and a rebuild. */
  note(runId: string, key: string, text: string): Promise<void>
  noted(runId: string, key: string): Promise<string | undefined>
  timings(migration: string): Promise<readonly Timing[]>
  /** Called after each command that changed something, when it is already durable. */
  onChange(listener: (sent: Sent) => void): void
  start(): Promise<void>
  stop(): Promise<void>
}
