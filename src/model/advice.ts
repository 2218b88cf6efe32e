import type { Json } from './json.ts'
import type { Outputs } from './ports.ts'
import { actedMs, progressOf, type Run } from './run.ts'

/** A number that nobody knows yet: the likely one, and between which two it should come to lie. */
export interface Range {
  readonly likely: number
  readonly least: number
  readonly most: number
}

/** What a mount point has free, and the most that will be used of it at the same time. */
export interface MountForecast {
  readonly host: string
  readonly mount: string
  readonly freeBytes: number
  readonly peakBytes: number
}

/** How long the machines will be at work, people's waiting left out, and how full the disks will get. */
export interface Forecast {
  readonly seconds: Range
  /** By step id, for the steps that take long. */
  readonly stepSeconds: Readonly<Record<string, number>>
  readonly mounts: readonly MountForecast[]
}

/** What a planner found out before the plan is made. */
export interface Advice {
  /** Values for params that were left to it, as somebody would have typed them. What was typed always wins. */
  readonly chosen: Readonly<Record<string, string>>
  /** Sentences for people: what was chosen and why, what it will take, what was measured, what could not be. */
  readonly because: readonly string[]
  readonly forecast?: Forecast | undefined
}

/** An earlier run, as far as a planner learns from it. */
export interface Past {
  readonly run: string
  readonly params: Json
  /** Steps that succeeded: how long they acted, and their outputs. */
  readonly steps: Readonly<Record<string, { readonly actedMs: number; readonly outputs: Outputs }>>
}

/** What a planner is asked for. It has until the signal fires; what it could not measure by then it says. */
export interface PlannerScope {
  /** Names of the params that were left to it. */
  readonly open: readonly string[]
  /** Earlier runs of the same migration, newest first. */
  readonly past: readonly Past[]
  readonly signal: AbortSignal
}

/** A run as a past one. */
export function pastOf(run: Run): Past {
  const steps = run.plan.steps.flatMap(({ id }) => {
    const progress = progressOf(run, id)
    const tookMs = progress.endedAt === undefined ? undefined : actedMs(progress, progress.endedAt)
    if (progress.state !== 'succeeded' || tookMs === undefined) return []
    return [[id, { actedMs: tookMs, outputs: run.outputs[id] ?? {} }] as const]
  })
  return { run: run.id, params: run.plan.params, steps: Object.fromEntries(steps) }
}
