import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeFacts } from '../../src/checks/destruction-facts-judge.ts'
import type { Contents, Known, ServerFacts } from '../../src/checks/destruction-facts-known.ts'
import { asidePrefix, readMark } from '../../src/checks/quarantine-mark.ts'
import { drift } from '../../src/model/drift.ts'

const ON = { host: 'old-pg', port: 5432, database: 'cht', user: 'postgres' }
const ASIDE = 'cht_drover_m7f3xq_gone'

const CONTENTS: Contents = {
  rows: 20_012,
  exact: true,
  tables: 8,
  biggest: [{ table: 'public.couchdb', rows: 20_000, bytes: 18_000_000 }],
  written: 20_012,
  measuredAt: '2026-11-02T08:00:00.000Z',
}

const MARK = { was: 'cht', at: '2026-11-02T08:30:00Z', sessions: 40, countedSince: '2026-10-01T00:00:00Z' }

function server(given: Partial<ServerFacts> = {}): ServerFacts {
  return {
    present: true,
    login: 'postgres',
    major: 15,
    size_bytes: 21_000_000,
    comment: `drover m7f3xq quarantine ${JSON.stringify(MARK)}`,
    sessions: 40,
    counted_since: '2026-10-01T00:00:00Z',
    clients: [],
    slots: [],
    subscriptions: [],
    prepared: 0,
    may_connect: [],
    others: [],
    last_commit: null,
    ...given,
  }
}

/** A judgement of a database that was set aside, unless `contents` say that it was entered. */
function judge(given: Partial<ServerFacts> = {}, more: Partial<Known> = {}) {
  const aside = more.contents ? {} : { aside: ASIDE, before: CONTENTS }
  return judgeFacts({ run: 'm7f3xq', server: server(given), pointers: [], unseen: [], ...more }, { on: ON, ...aside })
}

function fact(verdict: ReturnType<typeof judge>, name: string) {
  return verdict.table?.rows.find(([first]) => first === name)?.[1]
}

const WHAT = `${ASIDE} on old-pg:5432 (which was cht) is 21 MB with 20,012 rows in 8 tables.`

test('set aside and untouched it may go', () => {
  const { outcome, summary, values } = judge()
  assert.deepEqual(
    [outcome, summary],
    ['pass', `${WHAT} Nobody has entered it since it was set aside at 2026-11-02 08:30 UTC.`],
  )
  assert.deepEqual(values, {
    size: 21_000_000,
    rows: 20_012,
    name: ASIDE,
    sessions: 0,
    mayConnect: 'nobody',
    connected: 0,
    pointers: 0,
  })
})

const UNKNOWN: readonly (readonly [why: string, given: Partial<ServerFacts>])[] = [
  ['Postgres 13 does not count sessions', { major: 13, sessions: null }],
  ['the server’s counters began anew meanwhile', { counted_since: '2026-11-02T08:45:00Z', sessions: 3 }],
  ['the server’s counters began anew meanwhile', { sessions: 2 }],
]

for (const [why, given] of UNKNOWN)
  test(`whether anybody came is not guessed: ${why} (${given.sessions})`, () => {
    const verdict = judge(given)
    assert.deepEqual(
      [verdict.outcome, verdict.summary, verdict.values['sessions']],
      [
        'warn',
        `${WHAT} Whether anybody entered it since it was set aside at 2026-11-02 08:30 UTC is not known: ${why}.`,
        'not known',
      ],
    )
    assert.equal(fact(verdict, 'Sessions'), `not known since it was set aside at 2026-11-02 08:30 UTC: ${why}`)
  })

test('the last write is the newest row that is there, else the last commit anywhere, else not known', () => {
  const last_commit = '2026-11-02T07:59:00Z'
  const newest = judge({ last_commit }, { contents: { ...CONTENTS, newestRowAt: '2026-11-01T22:10:00Z' } })
  assert.equal(fact(newest, 'Last write'), 'newest row still there: 2026-11-01 22:10 UTC; deletions are not seen')
  assert.equal(
    fact(judge({ last_commit }, { contents: CONTENTS }), 'Last write'),
    'not known of this database; the last commit in any database of the server was at 2026-11-02 07:59 UTC',
  )
  assert.equal(
    fact(judge(), 'Last write'),
    'before it was set aside (2026-11-02 08:30 UTC); not known: track_commit_timestamp is off',
  )
})

test('an estimate is called one, and may move; what was written may not', () => {
  const contents = { ...CONTENTS, exact: false }
  const verdict = judge({}, { contents })
  assert.match(verdict.summary, /^cht on old-pg:5432 is 21 MB with about 20,012 rows in 8 tables\./)
  assert.equal(fact(verdict, 'Biggest tables'), 'public.couchdb: about 20,000 rows, 18 MB')
  const stamp = { check: 'destruction-facts', title: 'What goes', measuredAt: '2026-11-02T09:00:00.000Z' }
  const after = (moved: Partial<Contents>) => ({ ...judge({}, { contents: { ...contents, ...moved } }), ...stamp })
  assert.deepEqual(drift({ ...verdict, ...stamp }, after({ rows: 19_000 })), [])
  assert.deepEqual(drift({ ...verdict, ...stamp }, after({ written: 20_013 })), [
    'What goes: written moved from 20012 to 20013.',
  ])
})

test('vacuum may move the size by 5 %, and no more', () => {
  const stamp = { check: 'destruction-facts', title: 'What goes', measuredAt: '2026-11-02T09:00:00.000Z' }
  const at = (size_bytes: number) => ({ ...judge({ size_bytes }), ...stamp })
  assert.deepEqual(drift(at(21_000_000), at(20_000_000)), [])
  assert.deepEqual(drift(at(21_000_000), at(22_100_000)), ['What goes: size moved from 21000000 to 22100000.'])
})

test('a new session, a new grant or a new pointer fells an approval', () => {
  const stamp = { check: 'destruction-facts', title: 'What goes', measuredAt: '2026-11-02T09:00:00.000Z' }
  const before = { ...judge(), ...stamp }
  for (const given of [{ sessions: 41 }, { may_connect: ['dashboard'] }, { slots: ['reader'] }])
    assert.notDeepEqual(drift(before, { ...judge(given), ...stamp }), [])
})

test('a prepared transaction stops it', () => {
  const { outcome, summary, advice } = judge({ prepared: 1 }, { contents: CONTENTS })
  assert.deepEqual(
    [outcome, summary, advice],
    [
      'fail',
      'cht on old-pg:5432 holds 1 prepared transaction that nobody committed.',
      'Nothing was dropped. Commit it or roll it back (select * from pg_prepared_xacts), then retry.',
    ],
  )
})

test('replication slots, subscriptions and databases that could not be looked into are for people to weigh', () => {
  const { outcome, summary } = judge({ slots: ['reader'], subscriptions: ['feed'] }, { unseen: ['locked'] })
  assert.equal(outcome, 'warn')
  assert.match(
    summary,
    /Still pointing at it: replication slot reader, subscription feed\. locked could not be looked into for what points at it\./,
  )
})

test('a copy with fewer rows is said', () => {
  const copy = { is: 'there' as const, sizeBytes: 20_000_000, contents: { ...CONTENTS, rows: 19_000 } }
  const { outcome, summary } = judgeFacts(
    { run: 'm7f3xq', server: server(), pointers: [], unseen: [], copy },
    { on: ON, aside: ASIDE, before: CONTENTS, copy: { ...ON, host: 'new-pg' } },
  )
  assert.equal(outcome, 'warn')
  assert.match(
    summary,
    /The copy cht on new-pg:5432 holds fewer rows: 19,000 rows in 8 tables, 20,012 rows in 8 tables here\./,
  )
})

test('a name that is set aside fits into 63 bytes and is never cut inside a letter', () => {
  assert.equal(asidePrefix('cht'), 'cht_drover_')
  for (const name of ['x'.repeat(63), 'größe'.repeat(9), '🐘'.repeat(15)]) {
    const whole = `${asidePrefix(name)}abcdefghijkl_gone`
    assert.ok(Buffer.byteLength(whole) <= 63, whole)
    assert.ok(!whole.includes('\uFFFD') && name.startsWith(asidePrefix(name).replace('_drover_', '')))
  }
})

test('any other comment is no mark', () => {
  for (const comment of [
    null,
    '',
    'drover m7f3xq',
    'drover m7f3xq quarantine',
    'drover m7f3xq quarantine {no json}',
    'drover a quarantine {}',
  ])
    assert.equal(readMark(comment), undefined)
})
