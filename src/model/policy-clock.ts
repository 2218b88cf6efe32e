import type { Freeze, Policies, PolicyWindow } from './policy.ts'
import { instantOf, localDayOf, shortDay, shortTime } from './zone.ts'

/** One rule that keeps things from beginning, in words, and until when; no `until` where it never ends. */
export interface Closure {
  readonly by: 'window' | 'freeze'
  readonly until?: string | undefined
  readonly says: string
}

/** Nothing new may begin now: by which rules, and from when it may again. */
export interface Closed {
  readonly closures: readonly Closure[]
  readonly says: string
  /** Undefined when nothing of what is written opens within a year. */
  readonly opensAt?: string | undefined
}

type Rules = Pick<Policies, 'windows' | 'freezes'>

interface Span {
  readonly fromMs: number
  readonly toMs: number
  readonly zone: string
}

const DAY_MS = 86_400_000
/** A week of days ahead has every day of a window in it, and one more where a clock is changed. */
const DAYS_AHEAD = 9
/** Nearer than this the name of a day is enough. */
const WEEK_MS = 6 * DAY_MS
const LONGEST_MS = 366 * DAY_MS

/** Why nothing new may begin at an instant; undefined when it may. Closures that somebody lifted do not count. */
export function closedAt({ windows, freezes }: Rules, at: string, lifted: readonly Closure[] = []): Closed | undefined {
  const rules = { windows, freezes }
  const closures = notLifted(closuresAt(rules, Date.parse(at)), lifted)
  if (closures.length === 0) return undefined
  return { closures, says: closures.map(({ says }) => says).join(' '), opensAt: opening(rules, Date.parse(at), lifted) }
}

/** When something new may no longer begin, counted from an instant at which it may. Undefined when that is not within a year. */
export function closesAt({ windows, freezes }: Rules, at: string): string | undefined {
  const atMs = Date.parse(at)
  const ends = windows.map((list) => endOfSpan(list, atMs))
  const begins = freezes.map(({ from }) => Date.parse(from)).filter((fromMs) => fromMs > atMs)
  const first = Math.min(...ends, ...begins)
  return first - atMs > LONGEST_MS ? undefined : new Date(first).toISOString()
}

/** What is left of the reasons once somebody lifted some. */
export function notLifted(closures: readonly Closure[], lifted: readonly Closure[]): readonly Closure[] {
  return closures.filter((one) => !lifted.some(({ by, until }) => by === one.by && until === one.until))
}

function closuresAt({ windows, freezes }: Rules, atMs: number): readonly Closure[] {
  const frozen = freezes.filter(({ from, to }) => Date.parse(from) <= atMs && atMs < Date.parse(to)).map(frozenBy)
  return [...frozen, ...windows.filter((list) => !isInside(list, atMs)).map((list) => outside(list, atMs))]
}

function frozenBy({ to, reason }: Freeze): Closure {
  const until = new Date(to).toISOString()
  const says = `Freeze until ${shortDay(until, 'UTC', 'date')} ${shortTime(until, 'UTC')} UTC: ${reason.replace(/\.+$/, '')}.`
  return { by: 'freeze', until, says }
}

function outside(list: readonly PolicyWindow[], atMs: number): Closure {
  const [next] = spansAround(list, atMs).filter(({ fromMs }) => fromMs > atMs)
  if (!next) return { by: 'window', says: 'Outside the window: it does not open.' }
  const until = new Date(next.fromMs).toISOString()
  const day = shortDay(until, next.zone, next.fromMs - atMs < WEEK_MS ? 'weekday' : 'both')
  const says = `Outside the window: it opens ${day} ${shortTime(until, next.zone)} (${next.zone}).`
  return { by: 'window', until, says }
}

/** The first instant at which no rule is in the way. Each step goes to where the last of the present rules ends. */
function opening(rules: Rules, atMs: number, lifted: readonly Closure[]): string | undefined {
  let ms = atMs
  while (ms - atMs <= LONGEST_MS) {
    const closures = notLifted(closuresAt(rules, ms), lifted)
    if (closures.length === 0) return new Date(ms).toISOString()
    ms = Math.max(...closures.map(({ until }) => (until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until))))
  }
  return undefined
}

function isInside(list: readonly PolicyWindow[], atMs: number): boolean {
  return spansAround(list, atMs).some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
}

/** The end of the time around an instant that one window after another keeps open. */
function endOfSpan(list: readonly PolicyWindow[], atMs: number): number {
  let endMs = atMs
  while (endMs - atMs <= LONGEST_MS) {
    const later = spansAround(list, endMs).filter(({ fromMs, toMs }) => fromMs <= endMs && endMs < toMs)
    if (later.length === 0) return endMs
    endMs = Math.max(...later.map(({ toMs }) => toMs))
  }
  return endMs
}

/** The times in which windows are open around an instant, by their beginning. */
function spansAround(list: readonly PolicyWindow[], atMs: number): readonly Span[] {
  return list.flatMap((one) => spansOf(one, atMs)).sort((a, b) => a.fromMs - b.fromMs)
}

function spansOf({ days, from, to, zone }: PolicyWindow, atMs: number): readonly Span[] {
  const today = localDayOf(atMs, zone)
  const offsets = Array.from({ length: DAYS_AHEAD + 2 }, (_, index) => index - 2)
  return offsets
    .map((offset) => today.plus(offset))
    .filter(({ weekday }) => days.includes(weekday))
    .map((day) => ({
      fromMs: instantOf(day, from, zone),
      toMs: instantOf(to > from ? day : day.plus(1), to, zone),
      zone,
    }))
    .filter(({ fromMs, toMs }) => fromMs < toMs)
}
