import type { Journal } from '../model/journal.ts'
import type { Progress, Tools } from '../model/ports.ts'
import type { Registry } from './registry.ts'

/** What the engine writes to the operator's log. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

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
}

/** What is shown while a step acts; lost with the process, and found again by looking. */
export interface Live {
  progress?: Progress | undefined
  /** Why nothing moves, when a host cannot be reached. */
  stall?: string | undefined
}
