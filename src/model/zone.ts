import { WEEKDAYS, type Weekday } from './policy.ts'

/** A day of the calendar, without a time zone. */
export interface CalendarDay {
  /** Midnight of that day, as if it were in UTC. */
  readonly utcMs: number
  readonly weekday: Weekday
  plus(days: number): CalendarDay
}

const DAY_MS = 86_400_000
/** 1 January 1970 was a Thursday, and weeks begin on Monday here. */
const EPOCH_WEEKDAY = 3

/** The day that an instant falls on in a zone. */
export function localDayOf(ms: number, zone: string): CalendarDay {
  return calendarDay(Math.floor((ms + offsetAt(ms, zone)) / DAY_MS))
}

function calendarDay(number: number): CalendarDay {
  const weekday = WEEKDAYS[(((number + EPOCH_WEEKDAY) % 7) + 7) % 7] ?? 'mon'
  return { utcMs: number * DAY_MS, weekday, plus: (days) => calendarDay(number + days) }
}

/**
 * The instant at which a clock on a wall in that zone shows this time (`22:00`). A time that is there twice, since clocks
 * go back, is the first of the two; one that is left out, since they go forward, is as much later as they go.
 */
export function instantOf(day: CalendarDay, clock: string, zone: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  const wallMs = day.utcMs + (hours * 60 + minutes) * 60_000
  const before = wallMs - offsetAt(wallMs - DAY_MS, zone)
  const after = wallMs - offsetAt(wallMs + DAY_MS, zone)
  const shows = [before, after].find((ms) => ms + offsetAt(ms, zone) === wallMs)
  return shows ?? before
}

/** `22:00`. */
export function shortTime(at: string, zone: string): string {
  const { hour, minute } = partsOf(Date.parse(at), zone)
  return `${two(hour)}:${two(minute)}`
}

/** `2 Jan`, `Mon`, or `Mon 2 Jan`. */
export function shortDay(at: string, zone: string, shown: 'date' | 'weekday' | 'both'): string {
  const { utcMs, weekday } = localDayOf(Date.parse(at), zone)
  const day = new Date(utcMs)
  const name = `${weekday[0]?.toUpperCase()}${weekday.slice(1)}`
  const date = `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]}`
  return { date, weekday: name, both: `${name} ${date}` }[shown]
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** How far clocks in a zone are ahead of UTC at an instant. */
function offsetAt(ms: number, zone: string): number {
  const { year, month, day, hour, minute, second } = partsOf(ms, zone)
  const shownMs = Date.UTC(year, month - 1, day, hour, minute, second)
  return shownMs - Math.floor(ms / 1000) * 1000
}

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'

function partsOf(ms: number, zone: string): Readonly<Record<Part, number>> {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Part) => parts.get(name) ?? 0
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Formats are dear to make and never change. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(zone, made)
  return made
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
