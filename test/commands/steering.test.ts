import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasEnded } from '../../src/model/run.ts'
import { STARTER, samplePlan } from '../model/sample.ts'
import { job, PLUG } from '../model/steps-for-steering.ts'
import { type Desk, withDesk } from './desk.ts'

const LAUNCHED = async ({ until }: Desk) => until((run) => run.steps['work']?.launchedAt !== undefined)

test(
  'hold takes words as the reason when the first one is no run',
  withDesk([PLUG], async ({ says, run }, { id }) => {
    assert.equal(
      await says('hold disk looks full', { as: 'U9' }),
      `${id} is held: it stops before its next act. /migrate release ${id} lets it go on.`,
    )
    assert.equal((await run()).hold?.reason, 'disk looks full')
  }),
)

const WAYS = [
  { line: (id: string) => `hold ${id} disk looks full`, reason: 'disk looks full' },
  { line: (id: string) => `hold ${id} reason="disk looks full"`, reason: 'disk looks full' },
  { line: () => 'hold reason="disk looks full"', reason: 'disk looks full' },
]

for (const { line, reason } of WAYS) {
  test(
    `hold reads ${line('<run>')}`,
    withDesk([PLUG], async ({ says, run }, { id }) => {
      await says(line(id))
      assert.equal((await run()).hold?.reason, reason)
    }),
  )
}

test(
  'a run that was mistyped is refused with the right one, and the words are not taken as a reason',
  withDesk([PLUG], async ({ says, run }, { id }) => {
    const typo = `${id.slice(0, 5)}1`
    const refusal = `There is no run ${typo}. Did you mean ${id}? /migrate status lists the runs of this channel.`
    assert.equal(await says(`hold ${typo} disk looks full`), refusal)
    assert.equal(await says(`abort ${typo} reason="Wrong."`), refusal)
    assert.equal((await run()).hold, undefined)
  }),
)

test(
  'a reason as an option leaves the words to name a run only',
  withDesk([PLUG], async ({ says }) => {
    assert.equal(
      await says('abort everything reason="Wrong."'),
      'There is no run everything. /migrate status lists the runs of this channel.',
    )
  }),
)

const MUTE = ['hold', 'skip', 'rollback', 'abort']

for (const name of MUTE) {
  test(
    `${name} without a reason asks for one`,
    withDesk([PLUG], async ({ says }, { id }) => {
      const why = name === 'hold' ? 'so that the others know' : 'it stays in the record'
      const sentence = `Say why, ${why}: /migrate ${name} ${id} reason="…"`
      assert.deepEqual(
        [await says(name, { as: 'U1' }), await says(`${name} ${id}`, { as: 'U1' })],
        [sentence, sentence],
      )
    }),
  )
}

test(
  'in the thread of a run that run is meant, however many are active',
  withDesk([PLUG], async ({ says, runs }, { id }) => {
    const other = await runs.start(samplePlan([PLUG], { migration: 'other' }), STARTER, 'C1')
    assert.match(await says('why'), /^2 runs are active here: /)
    assert.match(await says('why', { thread: id }), new RegExp(`^${id} waits for something done by hand`))
    assert.match(await says('status', { thread: id }), new RegExp(`^sample ${id} is waiting`))
    await says('hold disk looks full', { thread: other.id })
    assert.equal((await runs.find(other.id, 'C1')).hold?.reason, 'disk looks full')
    assert.equal((await runs.find(id, 'C1')).hold, undefined)
    assert.match(await says(`why ${id}`, { thread: other.id }), new RegExp(`^${id} waits`))
  }),
)

test(
  'release, done and their refusals',
  withDesk([PLUG], async ({ says, run }, { id }) => {
    assert.equal(await says('release'), `${id} is not held. /migrate why ${id} says what it waits for.`)
    await says('hold wait a moment')
    assert.equal(
      await says('hold again'),
      `${id} is already held by <@U0>: wait a moment. /migrate release ${id} lets it go on.`,
    )
    assert.equal(await says('release', { as: 'U1' }), `${id} goes on.`)
    assert.match(
      await says('done it is out', { as: 'U9' }),
      /^To say that it is done takes the driver \(<@U0>\) or somebody with dba or owner\./,
    )
    assert.equal(await says('done it is out'), `Noted: done by hand, by you. ${id} goes on.`)
    assert.deepEqual([(await run()).status, (await run()).steps['plug']?.note], ['succeeded', 'it is out'])
    assert.equal(
      await says(`hold ${id} too late`),
      `Run ${id} has ended (succeeded). Nothing changes any more; /migrate status ${id} shows it.`,
    )
  }),
)

test(
  'a note may be an option of done',
  withDesk([PLUG], async ({ says, run }) => {
    await says('done note="it is out"')
    assert.equal((await run()).steps['plug']?.note, 'it is out')
  }),
)

test(
  'retry and skip after a failure, and why in between',
  withDesk([job('work'), PLUG], async (desk, { id }) => {
    const { says, hosts, until, run } = desk
    assert.equal(
      await says('retry'),
      `${id} is running, so there is nothing to retry. /migrate why ${id} says what it waits for.`,
    )
    await LAUNCHED(desk)
    hosts.say(`${id}-work-1`, 'no such file\n')
    hosts.end(`${id}-work-1`, 2)
    await until(({ status }) => status === 'failed')
    assert.equal(
      await says('why'),
      `${id} stopped at work: work on old ended with exit 2. /migrate retry ${id}, skip, rollback or abort.`,
    )
    assert.equal(await says('retry'), `${id} tries again, as a new attempt.`)
    await until(() => hosts.begun.length === 2)
    hosts.end(`${id}-work-2`, 2)
    await until(({ status }) => status === 'failed')
    assert.match(await says('skip not needed here', { as: 'U9' }), /^To skip .* takes somebody with dba or owner\./)
    assert.equal(
      await says('skip not needed here', { as: 'U1' }),
      `${id} goes on without that step. Every later gate shows that it was skipped, and why.`,
    )
    assert.equal((await run()).steps['work']?.note, 'not needed here')
  }),
)

test(
  'resolve asks what was seen, takes it with a reason, and only for an uncertain step',
  withDesk([job('work')], async (desk, { id }) => {
    const { says, hosts, until } = desk
    assert.equal(
      await says('resolve it worked'),
      'Say what you saw: /migrate resolve <run> succeeded reason="…" or /migrate resolve <run> failed reason="…"',
    )
    assert.equal(
      await says('resolve succeeded I looked'),
      `${id} is running; only an uncertain step needs to be resolved. /migrate why ${id}`,
    )
    await LAUNCHED(desk)
    hosts.lose(`${id}-work-1`)
    await until(({ status }) => status === 'uncertain')
    assert.equal(
      await says('why'),
      `Nobody knows whether work of ${id} ran to its end. Look at the host, then /migrate resolve ${id} succeeded or failed reason="…". Nothing is repeated on its own.`,
    )
    assert.equal(
      await says('resolve succeeded'),
      `Say what you saw on the host: /migrate resolve ${id} succeeded reason="…"`,
    )
    assert.equal(await says(`resolve ${id} failed the file is not there`), `${id}: recorded as failed, on your word.`)
    assert.equal((await until(({ status }) => status === 'failed')).steps['work']?.note, 'the file is not there')
  }),
)

test(
  'rollback and abort',
  withDesk([job('work'), PLUG], async (desk, { id }) => {
    const { says, hosts, until } = desk
    await LAUNCHED(desk)
    assert.equal(
      await says('rollback wrong server'),
      `work is still running. /migrate hold ${id} reason="…" stops the run after it; then roll back.`,
    )
    hosts.end(`${id}-work-1`, 0)
    await until(({ status }) => status === 'waiting')
    assert.equal(await says('rollback wrong server'), `${id} is rolling back. /migrate why ${id} says where it is.`)
    assert.equal(await says('why'), `${id} is taking back work. /migrate steps ${id} says what is taken back already.`)
    assert.equal(
      await says('abort leave it'),
      `${id} is being aborted. What it did so far stays; /migrate steps ${id} lists it.`,
    )
    assert.equal((await until(hasEnded)).status, 'aborted')
  }),
)
