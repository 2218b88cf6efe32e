import type { Command } from './command.ts'
import type { RunEvent } from './event.ts'
import type { Run } from './run.ts'

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
}

export interface RunFilter {
  readonly active?: boolean
  readonly channel?: string
  readonly limit?: number
}

/**
 * Where runs live: one command at a time per run, atomic, durable. `send` runs the model's `decide`, appends the events
 * and updates the projections in one transaction, or throws what `decide` threw and changes nothing. A `start` whose
 * locks or (migration, params) another active run holds throws a UserError `already-running` that names that run.
 */
export interface Journal {
  send(runId: string, command: Command): Promise<Sent>
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
