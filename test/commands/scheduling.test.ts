import assert from 'node:assert/strict'
import { test } from 'node:test'
import { check, gate } from '../../src/model/make-step.ts'
import { NO_POLICIES, type Policies } from '../../src/model/policy.ts'
import { ROWS } from '../model/sample.ts'
import { job } from '../model/steps-for-steering.ts'
import { type Desk, withDesk } from './desk.ts'

const STEPS = [
  check('look', ROWS),
  gate('go', { approvals: { dba: 1, owner: 1 }, shows: [ROWS] }),
  job('work'),
  job('gone', 'none'),
]

/** The desk's own run is of another migration, so that one can be scheduled beside it. */
function desk(body: (desk: Desk) => Promise<void>, policies?: Policies): () => Promise<void> {
  return withDesk(STEPS, body, policies ? { policies } : {})
}

const newest = async ({ world }: Desk) => (await world.journal.list({}))[0]

test(
  'schedule says when it begins in UTC, who drives it, and whom it needs',
  desk(async (at) => {
    const said = await at.says('schedule move-box source=old at="2026-12-05 22:00" zone=Africa/Nairobi', { as: 'U1' })
    const run = await newest(at)
    assert.equal(
      said,
      `Run ${run?.id} of move-box is scheduled for 2026-12-05 19:00 UTC. You are its driver. Its first checks are measured until then, and what is not in order is said here and to you. Who can be there as dba, owner says so: /migrate who ${run?.id} here=yes. /migrate why ${run?.id}`,
    )
    assert.deepEqual(
      [run?.status, run?.schedule?.startsAt, run?.driver, run?.plan.params],
      ['scheduled', '2026-12-05T19:00:00.000Z', 'U1', { source: 'old', target: 'new' }],
    )
  }),
)

test(
  'schedule twice is answered with the first, and a start as well',
  desk(async (at) => {
    await at.says('schedule move-box source=old at=2026-12-05T22:00Z')
    const id = (await newest(at))?.id
    const already = `move-box with these params is already scheduled as ${id} (by <@U0> 0 ms ago). `
    const again = await at.says('schedule move-box source=old at=2026-12-06T22:00Z', { as: 'U1' })
    const now = await at.says('start move-box source=old', { as: 'U1' })
    const other = await at.says('start move-box source=old target=old', { as: 'U1' })
    assert.deepEqual([again.startsWith(already), now.startsWith(already)], [true, true])
    assert.ok(other.startsWith(`box:old is in use by ${id} (move-box, `))
    assert.equal((await at.world.journal.list({})).length, 2)
  }),
)

test(
  'why says when it begins and what was found',
  desk(async (at) => {
    at.hosts.answer = async () => ({ code: 0, stdout: '', stderr: '' })
    await at.says('schedule move-box source=old at=2026-12-05T22:00Z', { as: 'U1' })
    const run = await newest(at)
    const id = run?.id ?? ''
    const ways = `/migrate hold ${id} keeps it from beginning, /migrate abort ${id} gives it up.`
    const look = async () => {
      at.engine().wake(id)
      return at.says(`why ${id}`)
    }
    assert.equal(
      await until(look, /order|Not/),
      `${id} is scheduled and begins at 2026-12-05 22:00 UTC. Everything was in order when last looked at 2026-11-02 09:00 UTC. ${ways}`,
    )
    at.rows.verdict = { outcome: 'fail', summary: '3 rows.', values: {}, advice: 'Add some.' }
    at.pass(4 * 3_600_000)
    assert.equal(
      await until(look, /Not/),
      `${id} is scheduled and begins at 2026-12-05 22:00 UTC. Not in order when last looked at 2026-11-02 13:00 UTC: Rows: 3 rows. Add some. ${ways}`,
    )
    await at.says(`hold ${id} reason="The backup is late."`)
    assert.match(
      await at.says(`why ${id}`),
      /: The backup is late\. It has not begun; it was scheduled for 2026-12-05 22:00 UTC\. \/migrate release /,
    )
  }),
)

async function until(look: () => Promise<string>, shows: RegExp): Promise<string> {
  const deadline = performance.now() + 10_000
  for (;;) {
    const said = await look()
    if (shows.test(said) || performance.now() > deadline) return said
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

test(
  'who takes the word of those who can decide, and shows it',
  desk(async (at) => {
    await at.says('schedule move-box source=old at=2026-12-05T22:00Z')
    const id = (await newest(at))?.id
    assert.equal(
      await at.says(`who ${id} here=yes`, { as: 'U1' }),
      `Noted: you can be there when ${id} begins at 2026-12-05 22:00 UTC. /migrate who ${id} here=no takes it back.`,
    )
    assert.equal(
      await at.says(`who ${id} here=no`, { as: 'U2' }),
      `Noted: you cannot be there when ${id} begins at 2026-12-05 22:00 UTC. /migrate who ${id} shows who can.`,
    )
    assert.equal(
      await at.says(`who ${id} here=maybe`, { as: 'U2' }),
      '"maybe" is neither yes nor no. Write here=yes or here=no.',
    )
    assert.equal(
      await at.says(`who ${id} here=yes`, { as: 'U9' }),
      `No gate of ${id} asks for a role that you hold. It asks for dba and owner.`,
    )
    assert.deepEqual((await at.type(`who ${id}`)).table?.rows, [
      ['Role', 'Held by', 'At the open gate', 'Can be there'],
      ['dba', '<@U0> <@U1>', '-', '<@U1>'],
      ['owner', '<@U2>', '-', 'not <@U2>'],
    ])
  }),
)

const REFUSED = [
  {
    line: 'schedule',
    says: 'Name a migration: /migrate schedule couch2pg-move at="2026-12-05 22:00" zone=Africa/Nairobi source=… target=… — /migrate list shows all.',
  },
  {
    line: 'schedule move-box source=old',
    says: 'Say when it begins: /migrate schedule couch2pg-move at="2026-12-05 22:00" zone=Africa/Nairobi source=… target=…. Nothing was scheduled.',
  },
  {
    line: 'schedule move-box source=old at=2026-12-05 22:00',
    says: '"22:00" is neither a param nor an option. A date and a time go together in quotes: at="2026-12-05 22:00". Nothing was scheduled.',
  },
  {
    line: 'schedule move-box source=old at=tonight',
    says: '"tonight" is no instant. Write at="2026-12-05 22:00" zone=Africa/Nairobi, or at=2026-12-05T22:00+03:00.',
  },
  {
    line: 'schedule move-box source=old at=2026-11-02T08:00Z',
    says: '2026-11-02 08:00 UTC was 1 h ago. Nothing was scheduled.',
  },
]

for (const { line, says } of REFUSED)
  test(
    `"${line}" is refused and starts nothing`,
    desk(async (at) => {
      assert.equal(await at.says(line), says)
      assert.equal((await at.world.journal.list({})).length, 1)
    }),
  )

const NIGHTS: Policies = {
  ...NO_POLICIES,
  windows: [[{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '08:00', to: '14:00', zone: 'UTC' }]],
}

test(
  'schedule outside the window is refused with what opens it',
  desk(async (at) => {
    assert.equal(
      await at.says('schedule move-box source=old at=2026-11-05T22:00Z'),
      'Outside the window: it opens Fri 08:00 (UTC). Nothing was started. The policies let nobody override that.',
    )
  }, NIGHTS),
)

test(
  'inside the window it says what nobody knows yet',
  desk(async (at) => {
    const lines = (await at.says('schedule move-box source=old at=2026-11-05T10:00Z')).split('\n')
    assert.equal(
      lines[1],
      'Nothing may begin any more from 2026-11-05 14:00 UTC. Whether the work and the way back end before that is not known, without times for look, work, gone and 1 more.',
    )
  }, NIGHTS),
)

test(
  'once it is known, a start after the last safe one is refused',
  desk(async (at) => {
    const timed = { look: 60_000, work: 3_600_000, gone: 600_000, 'undo work': 1_800_000 }
    const { journal } = at.world
    journal.timings = async () =>
      Object.entries(timed).map(([step, actedMs]) => ({ migration: 'move-box', step, run: 'm1', actedMs }))
    assert.equal(
      await at.says('schedule move-box source=old at=2026-11-05T12:30Z'),
      'The rest takes about 1 h 11 min and the way back about 30 min, and nothing may begin any more from 2026-11-05 14:00 UTC: the last safe start is 2026-11-05 12:19 UTC. Nothing was scheduled.',
    )
    const lines = (await at.says('schedule move-box source=old at=2026-11-05T12:00Z')).split('\n')
    assert.equal(
      lines[1],
      'Nothing may begin any more from 2026-11-05 14:00 UTC; the last safe start is 2026-11-05 12:19 UTC.',
    )
  }, NIGHTS),
)
