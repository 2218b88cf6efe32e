import { UserError } from './user-error.ts'

const WALL = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::00)?$/
const WITH_OFFSET = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::00)?(Z|[+-]\d\d:?\d\d)$/
const DAY_MS = 24 * 3_600_000
const EXAMPLE = 'Write at="2026-12-05 22:00" zone=Africa/Nairobi, or at=2026-12-05T22:00+03:00'

/**
 * The instant in ISO 8601 UTC that somebody typed: `2026-12-05T22:00+03:00`, or `2026-12-05 22:00` by the clocks of a time
 * zone. Throws a UserError for what is no instant there, or is two, since clocks are put forward and back.
 */
export function instantOf(text: string, zone?: string): string {
  const typed = text.trim()
  const [, day, time, offset] = WITH_OFFSET.exec(typed) ?? WALL.exec(typed) ?? []
  if (day === undefined || time === undefined)
    throw new UserError('bad-instant', `"${text}" is no instant. ${EXAMPLE}.`)
  if (offset === undefined) return inZone(`${day} ${time}`, zone ?? 'UTC')
  if (zone !== undefined)
    throw new UserError(
      'two-zones',
      `${text} says its zone already, and zone=${zone} says another one. Give one of them.`,
    )
  return withOffset(day, time, offset)
}

/** An instant for texts without a reader's own time zone: `2026-12-05 19:00 UTC`. */
export function utcWords(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`
}

function withOffset(day: string, time: string, offset: string): string {
  const wall = inZone(`${day} ${time}`, 'UTC')
  if (offset === 'Z') return wall
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))]
  if (hours > 14 || minutes > 59) throw new UserError('bad-instant', `There is no offset ${offset}. ${EXAMPLE}.`)
  const aheadMs = (hours * 60 + minutes) * 60_000 * (offset.startsWith('-') ? -1 : 1)
  return new Date(Date.parse(wall) - aheadMs).toISOString()
}

/** What the clocks of a zone show at `wall` is looked for among the offsets of the days around it. */
function inZone(wall: string, zone: string): string {
  const clock = clockOf(zone)
  const naiveMs = Date.parse(`${wall.replace(' ', 'T')}:00.000Z`)
  const around = Number.isNaN(naiveMs) ? [] : [naiveMs - DAY_MS, naiveMs + DAY_MS]
  const found = new Set(
    around.map((ms) => naiveMs - (shownMs(clock, ms) - ms)).filter((ms) => clock.format(ms) === wall),
  )
  const [only, other] = [...found]
  if (only === undefined)
    throw new UserError('no-such-time', `The clocks of ${zone} never show ${wall}. Choose another time.`)
  if (other === undefined) return new Date(only).toISOString()
  throw new UserError(
    'time-twice',
    `The clocks of ${zone} show ${wall} twice, since they are put back then. Say which with an offset: at=${wall.replace(' ', 'T')}Z is the time in UTC.`,
  )
}

function shownMs(clock: Intl.DateTimeFormat, ms: number): number {
  return Date.parse(`${clock.format(ms).replace(' ', 'T')}:00.000Z`)
}

/** Swedes write `2026-12-05 22:00`. */
function clockOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  } catch (cause) {
    throw new UserError('no-such-zone', `There is no time zone ${zone}. Write one such as Africa/Nairobi.`, { cause })
  }
}
