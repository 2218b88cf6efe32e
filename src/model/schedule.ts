import type { Evidence } from './check.ts'
import { isOver } from './gate-clock.ts'
import type { Run } from './run.ts'

/** A run that was started to begin later. */
export interface Schedule {
  readonly startsAt: string
  /** When it did begin. */
  readonly begunAt?: string | undefined
  /** What was found when its first checks were measured last. */
  readonly preflight?: Preflight | undefined
  /** Who said whether they can be there, by person. The newest word counts. */
  readonly attending?: Readonly<Record<string, Attending>> | undefined
}

export interface Attending {
  readonly here: boolean
  /** The roles of the run's gates that they held when they said so. */
  readonly roles: readonly string[]
}

/** The checks that come before anything is changed, measured while there is still time, and who is missing. */
export interface Preflight {
  readonly at: string
  /** From 1. */
  readonly look: number
  readonly evidence: readonly Evidence[]
  /** A sentence for each gate that could not be passed, and each role that nobody speaks for. */
  readonly people: readonly string[]
}

type Found = Pick<Preflight, 'evidence' | 'people'>

/** How late a scheduled run still begins by itself. After that nobody expects it any more. */
export const GRACE_MS = 15 * 60_000

const LOOK_EVERY_MS = 4 * 3_600_000
const LAST_LOOK_MS = 30 * 60_000

/** False while a scheduled run still waits for its instant, held or not. */
export function hasBegun({ schedule }: Pick<Run, 'schedule'>): boolean {
  return schedule === undefined || schedule.begunAt !== undefined
}

/** Is it too late to begin without asking anybody? */
export function isLate({ startsAt }: Schedule, at: string): boolean {
  return Date.parse(at) - Date.parse(startsAt) > GRACE_MS
}

/** When the first checks are measured next: at once, every few hours, and shortly before the start. Undefined after that. */
export function nextLookAt(schedule: Schedule, scheduledAt: string): string | undefined {
  const { startsAt, preflight } = schedule
  if (!preflight) return scheduledAt
  const last = lastLookAt(schedule)
  const next = later(preflight.at, LOOK_EVERY_MS)
  const due = isOver(last, preflight.at) ? next : earliest(next, last)
  return isOver(startsAt, due) ? undefined : due
}

/** The number of the look that comes next. */
export function nextLook({ preflight }: Schedule): number {
  return (preflight?.look ?? 0) + 1
}

/** From here on it is nearly time: who has not said that they come is missed. */
export function lastLookAt({ startsAt }: Schedule): string {
  return later(startsAt, -LAST_LOOK_MS)
}

/** What is not in order, a sentence each. A check that could not be judged is not in order. */
export function troublesOf({ evidence, people }: Found): readonly string[] {
  const checks = notPassed(evidence).map(
    ({ title, summary, advice }) => `${title}: ${summary}${advice ? ` ${advice}` : ''}`,
  )
  return [...checks, ...people]
}

/** Is anything else not in order than there was before? Figures that move while the verdict stays are no news. */
export function isNews(before: Found | undefined, now: Found): boolean {
  return textOf(before) !== textOf(now)
}

function textOf(preflight: Found | undefined): string {
  const checks = notPassed(preflight?.evidence ?? []).map(({ title, outcome }) => `${outcome} ${title}`)
  return [...checks, ...(preflight?.people ?? [])].join('\n')
}

function notPassed(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter(({ outcome }) => outcome !== 'pass')
}

function later(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString()
}

function earliest(one: string, other: string): string {
  return isOver(one, other) ? one : other
}
