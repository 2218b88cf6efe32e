import type { Scope } from './check.ts'
import type { Json } from './json.ts'
import type { Outputs, Progress, Tools } from './ports.ts'

/** An action as a plan names it. Unlike a job it runs inside the bot, so it must leave a marker in the target for each part it finished. */
export interface ActionCall {
  readonly action: string
  readonly version: number
  readonly args: Json
}

/** What an action gets beside the tools: a place to report to, a hold to wait for, and a signal that says stop. */
export interface ActionContext {
  readonly scope: Scope
  readonly report: (progress: Progress) => void
  /**
   * To be called before each part. Resolves at once; while the run is held it waits for the release. Rejects with the
   * signal's reason when the action is told to stop.
   */
  readonly proceed: () => Promise<void>
  /** One of several parts side by side: waits like `proceed`, then does the work. The action rests once none is under way. */
  readonly part: <Result>(work: () => Promise<Result>) => Promise<Result>
  readonly signal: AbortSignal
}

/** An action as the engine sees it. Safe to run again after any crash: finished parts are found by their marker. */
export interface RegisteredAction {
  readonly name: string
  readonly version: number
  readonly run: (args: Json, tools: Tools, context: ActionContext) => Promise<Outputs>
}
