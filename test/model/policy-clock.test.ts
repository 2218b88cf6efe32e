import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PolicyWindow, WEEKDAYS } from '../../src/model/policy.ts'
import { closedAt, closesAt } from '../../src/model/policy-clock.ts'
import { createDice } from './dice.ts'

const DAYS = [...WEEKDAYS]
const NIGHT: PolicyWindow = { days: ['mon', 'tue'], from: '22:00', to: '04:00', zone: 'Africa/Nairobi' }
const FREEZE = { from: '2026-12-24T18:00:00Z', to: '2027-01-02T09:00:00+03:00', reason: 'year-end close.' }

/** Rules of one list of windows. */
function open(...windows: readonly PolicyWindow[]) {
  return { windows: [windows], freezes: [] }
}

test('without windows and freezes nothing is ever closed', () => {
  assert.equal(closedAt({ windows: [], freezes: [] }, '2026-11-02T09:00:00.000Z'), undefined)
  assert.equal(closesAt({ windows: [], freezes: [] }, '2026-11-02T09:00:00.000Z'), undefined)
})

const NIGHTS = [
  { at: '2026-11-02T18:59:59.999Z', opensAt: '2026-11-02T19:00:00.000Z', closesAt: undefined },
  { at: '2026-11-02T19:00:00.000Z', opensAt: undefined, closesAt: '2026-11-03T01:00:00.000Z' },
  { at: '2026-11-03T00:59:59.999Z', opensAt: undefined, closesAt: '2026-11-03T01:00:00.000Z' },
  { at: '2026-11-03T01:00:00.000Z', opensAt: '2026-11-03T19:00:00.000Z', closesAt: undefined },
  { at: '2026-11-04T00:30:00.000Z', opensAt: undefined, closesAt: '2026-11-04T01:00:00.000Z' },
  { at: '2026-11-04T22:00:00.000Z', opensAt: '2026-11-09T19:00:00.000Z', closesAt: undefined },
]

for (const { at, ...expected } of NIGHTS) {
  test(`a window over midnight belongs to the day it begins on: ${at}`, () => {
    const closed = closedAt(open(NIGHT), at)
    assert.equal(closed?.opensAt, expected.opensAt)
    if (!closed) assert.equal(closesAt(open(NIGHT), at), expected.closesAt)
  })
}

test('a closed window says when it opens, by the clock it is written in', () => {
  const says = (at: string) => closedAt(open(NIGHT), at)?.says
  assert.equal(says('2026-11-02T09:00:00.000Z'), 'Outside the window: it opens Mon 22:00 (Africa/Nairobi).')
  const rare: PolicyWindow = { days: ['sun'], from: '06:30', to: '07:00', zone: 'UTC' }
  assert.equal(
    closedAt(open(rare), '2026-11-01T07:00:00.000Z')?.says,
    'Outside the window: it opens Sun 8 Nov 06:30 (UTC).',
  )
})

test('a freeze says until when and why, and its ends are its first and its first free instant', () => {
  const rules = { windows: [], freezes: [FREEZE] }
  const until = '2027-01-02T06:00:00.000Z'
  assert.deepEqual(closedAt(rules, '2026-12-24T18:00:00.000Z'), {
    closures: [{ by: 'freeze', until, says: 'Freeze until 2 Jan 06:00 UTC: year-end close.' }],
    says: 'Freeze until 2 Jan 06:00 UTC: year-end close.',
    opensAt: until,
  })
  assert.equal(closedAt(rules, '2026-12-24T17:59:59.999Z'), undefined)
  assert.equal(closedAt(rules, until), undefined)
  assert.equal(closesAt(rules, '2026-11-02T09:00:00.000Z'), '2026-12-24T18:00:00.000Z')
})

test('it opens when the freeze is over and the window is open, whichever comes last', () => {
  const closed = closedAt({ windows: [[NIGHT]], freezes: [FREEZE] }, '2026-12-25T09:00:00.000Z')
  assert.equal(closed?.opensAt, '2027-01-04T19:00:00.000Z')
  assert.equal(
    closed?.says,
    'Freeze until 2 Jan 06:00 UTC: year-end close. Outside the window: it opens Mon 22:00 (Africa/Nairobi).',
  )
})

test('a freeze in the middle of a window closes it', () => {
  const freezes = [{ from: '2026-11-02T20:00:00Z', to: '2026-11-02T21:00:00Z', reason: 'failover test' }]
  const rules = { windows: [[NIGHT]], freezes }
  assert.equal(closesAt(rules, '2026-11-02T19:00:00.000Z'), '2026-11-02T20:00:00.000Z')
  assert.equal(closedAt(rules, '2026-11-02T20:30:00.000Z')?.opensAt, '2026-11-02T21:00:00.000Z')
})

test('one window takes over where another ends', () => {
  const late: PolicyWindow = { days: DAYS, from: '20:00', to: '24:00', zone: 'UTC' }
  const early: PolicyWindow = { days: DAYS, from: '00:00', to: '02:00', zone: 'UTC' }
  assert.equal(closesAt(open(late, early), '2026-11-02T21:00:00.000Z'), '2026-11-03T02:00:00.000Z')
})

test('windows that are open all the time never close', () => {
  const day: PolicyWindow = { days: DAYS, from: '00:00', to: '24:00', zone: 'UTC' }
  assert.equal(closesAt(open(day), '2026-11-02T21:00:00.000Z'), undefined)
})

test('windows of two environments have to be open at once', () => {
  const day: PolicyWindow = { days: DAYS, from: '09:00', to: '23:00', zone: 'UTC' }
  const rules = { windows: [[NIGHT], [day]], freezes: [] }
  assert.equal(closedAt(rules, '2026-11-02T20:00:00.000Z'), undefined)
  assert.equal(closesAt(rules, '2026-11-02T20:00:00.000Z'), '2026-11-02T23:00:00.000Z')
  assert.equal(closedAt(rules, '2026-11-02T23:30:00.000Z')?.opensAt, '2026-11-03T19:00:00.000Z')
})

test('windows of two environments that never meet do not open, and it is said without an end', () => {
  const noon: PolicyWindow = { days: DAYS, from: '11:00', to: '12:00', zone: 'UTC' }
  const closed = closedAt({ windows: [[NIGHT], [noon]], freezes: [] }, '2026-11-02T20:00:00.000Z')
  assert.equal(closed?.opensAt, undefined)
  assert.equal(closed?.says, 'Outside the window: it opens Tue 11:00 (UTC).')
})

test('a lifted closure does not count, and only that one', () => {
  const rules = { windows: [[NIGHT]], freezes: [FREEZE] }
  const [freeze, window] = closedAt(rules, '2026-12-25T09:00:00.000Z')?.closures ?? []
  assert.ok(freeze && window)
  assert.equal(closedAt(rules, '2026-12-25T09:00:00.000Z', [freeze, window]), undefined)
  assert.equal(
    closedAt(rules, '2026-12-25T09:00:00.000Z', [freeze])?.says,
    'Outside the window: it opens Mon 22:00 (Africa/Nairobi).',
  )
  assert.equal(closedAt(rules, '2027-01-05T09:00:00.000Z', [window])?.closures.length, 1)
})

const CHANGES = [
  {
    what: 'a time that is left out in spring is as much later',
    window: { days: DAYS, from: '02:30', to: '04:00', zone: 'Europe/Berlin' },
    at: '2026-03-28T22:00:00.000Z',
    opensAt: '2026-03-29T01:30:00.000Z',
    closesAt: '2026-03-29T02:00:00.000Z',
  },
  {
    what: 'a time that is there twice in autumn is the first of the two',
    window: { days: DAYS, from: '02:30', to: '04:00', zone: 'Europe/Berlin' },
    at: '2026-10-24T22:00:00.000Z',
    opensAt: '2026-10-25T00:30:00.000Z',
    closesAt: '2026-10-25T03:00:00.000Z',
  },
  {
    what: 'a window over the change ends by the clock on the wall',
    window: { days: DAYS, from: '22:00', to: '06:00', zone: 'America/New_York' },
    at: '2026-03-08T00:00:00.000Z',
    opensAt: '2026-03-08T03:00:00.000Z',
    closesAt: '2026-03-08T10:00:00.000Z',
  },
]

for (const { what, window, at, ...expected } of CHANGES) {
  test(`when clocks are changed, ${what}`, () => {
    const rules = { windows: [[window]], freezes: [] }
    const opensAt = closedAt(rules, at)?.opensAt ?? ''
    assert.deepEqual({ opensAt, closesAt: closesAt(rules, opensAt) }, expected)
  })
}

const ZONES = ['UTC', 'Africa/Nairobi', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe']

test('for 300 windows and instants: it opens and closes exactly where it says, and agrees with a clock on the wall', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const { window, atMs } = drawn(seed)
    const at = new Date(atMs).toISOString()
    const closed = closedAt(open(window), at)
    const say = `seed ${seed}: ${JSON.stringify(window)} at ${at}`
    if (!changesSoon(atMs, window.zone)) assert.equal(closed === undefined, isOpenByWall(window, atMs), say)
    if (closed) assertEdge(open(window), closed.opensAt, 'opens', say)
    else assertEdge(open(window), closesAt(open(window), at), 'closes', say)
  }
})

function drawn(seed: number): { window: PolicyWindow; atMs: number } {
  const { below } = createDice(seed)
  const days = WEEKDAYS.filter(() => below(2) === 0)
  const from = clock(below(1440))
  const to = clock(below(1440))
  const window = {
    days: days.length > 0 ? days : DAYS,
    from,
    to: to === from ? '24:00' : to,
    zone: ZONES[below(ZONES.length)] ?? 'UTC',
  }
  return { window, atMs: Date.parse('2026-01-01T00:00:00Z') + below(366 * 1440) * 60_000 }
}

function clock(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

/** Closed before and open from the instant on, or the other way round. */
function assertEdge(rules: ReturnType<typeof open>, edge: string | undefined, does: 'opens' | 'closes', say: string) {
  if (edge === undefined) return
  const before = closedAt(rules, new Date(Date.parse(edge) - 1).toISOString())
  assert.equal(before !== undefined, does === 'opens', `${say}: before ${edge}`)
  assert.equal(closedAt(rules, edge) !== undefined, does === 'closes', `${say}: at ${edge}`)
}

/** The same question, asked of what a wall clock and a calendar show at that instant. */
function isOpenByWall({ days, from, to, zone }: PolicyWindow, atMs: number): boolean {
  const shown = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(atMs)
  const [name = '', time = ''] = shown.split(/,? /)
  const names: readonly string[] = WEEKDAYS
  const today = names.indexOf(name.toLowerCase())
  const isOn = (index: number) => days.some((day) => day === WEEKDAYS[(index + 7) % 7])
  if (from < to) return isOn(today) && from <= time && time < to
  return (isOn(today) && from <= time) || (isOn(today - 1) && time < to)
}

/** Within a day of a change the clock on the wall is no judge. */
function changesSoon(atMs: number, zone: string): boolean {
  const zoneAt = (ms: number) =>
    new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(ms).at(-1)?.value
  return zoneAt(atMs - 86_400_000) !== zoneAt(atMs + 86_400_000)
}
