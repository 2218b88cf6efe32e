import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasEnded } from '../../src/model/run.ts'
import { ASK, job, PLUG } from '../model/steps-for-steering.ts'
import { withDesk } from './desk.ts'

test(
  'somebody with a role of the run takes over, and everybody is told who drives since when and why',
  withDesk([PLUG], async ({ says, run, type }, { id }) => {
    assert.equal(
      await says('drive note="night shift ends."', { as: 'U1' }),
      `You drive ${id} now; <@U0> is told, with your note. <@U0>, who started it, still never approves. /migrate why ${id} says what it waits for.`,
    )
    const top = '<@U1> drives since 2026-11-02 09:00 UTC and took over from <@U0>: night shift ends.'
    assert.equal(
      await says('why'),
      `${top}\n${id} waits for something done by hand (plug): Pull it. Then: /migrate done ${id} note="…"`,
    )
    assert.equal((await says('status')).split('. ')[0], top.replace(/\.$/, ''))
    assert.equal(
      (await type('who')).text,
      `${id}: driver <@U1>, started by <@U0>, who never approves.\n${top}\nNo decision is missing now. /migrate why ${id} says what it waits for.`,
    )
    const { driver, startedBy } = await run()
    assert.deepEqual([driver, startedBy], ['U1', 'U0'])
  }),
)

test(
  'the driver hands over to anybody, in any of the ways in which the words are typed',
  withDesk([PLUG], async ({ says, run }, { id }) => {
    assert.equal(
      await says('drive to=<@U9|noor> the disk is being watched'),
      `<@U9> drives ${id} now and is told, with your note. <@U0>, who started it, still never approves. /migrate watch ${id} keeps you told.`,
    )
    const { driver, handover } = await run()
    assert.deepEqual(
      [driver, handover],
      ['U9', { from: 'U0', to: 'U9', by: 'U0', note: 'the disk is being watched', at: '2026-11-02T09:00:00.000Z' }],
    )
    assert.equal(
      (await says('why')).split('\n')[0],
      '<@U9> drives since 2026-11-02 09:00 UTC and was handed it by <@U0>: the disk is being watched.',
    )
  }),
)

test(
  'a hand-over that changes nothing says so and leaves no trace',
  withDesk([PLUG], async ({ says, events }, { id }) => {
    const nothing = `${id}, so nothing was changed. /migrate why ${id} says what it waits for.`
    assert.equal(await says('drive note="mine"'), `You already drive ${nothing}`)
    await says('drive note="mine"', { as: 'U1' })
    assert.equal(await says('drive to=U1 note="yours"'), `<@U1> already drives ${nothing}`)
    assert.deepEqual(
      (await events()).filter((one) => one === 'driver-changed'),
      ['driver-changed'],
    )
  }),
)

const REFUSED = [
  {
    name: 'nobody without a role of the run takes over',
    line: (id: string) => `drive ${id} note="I can"`,
    as: 'U9',
    says: (id: string) =>
      `To drive ${id} takes the driver (<@U0>) or somebody with dba or owner. /migrate who ${id} names them.`,
  },
  {
    name: 'nobody but the driver hands over to somebody else',
    line: (id: string) => `drive ${id} to=U9 note="she can"`,
    as: 'U1',
    says: (id: string) =>
      `Only <@U0> hands ${id} to somebody else. /migrate drive ${id} note="…" takes it over yourself.`,
  },
  {
    name: 'who takes over notes how things stand',
    line: (id: string) => `drive ${id}`,
    as: 'U1',
    says: (id: string) => `Say how things stand, it is the hand-over: /migrate drive ${id} note="…"`,
  },
  {
    name: 'who hands over notes how things stand',
    line: (id: string) => `drive ${id} to=U9 note=" "`,
    as: 'U0',
    says: (id: string) => `Say how things stand, it is the hand-over: /migrate drive ${id} to=<@U9> note="…"`,
  },
  {
    name: 'a name that was typed without choosing somebody is nobody',
    line: (id: string) => `drive ${id} to=@noor note="she can"`,
    as: 'U0',
    says: (id: string) =>
      `"@noor" is nobody that Slack knows. Type @ and choose them from the list: /migrate drive ${id} to=@… note="…". Nothing was changed.`,
  },
]

for (const { name, line, as, says: sentence } of REFUSED) {
  test(
    name,
    withDesk([PLUG], async ({ says, run }, { id }) => {
      assert.equal(await says(line(id), { as }), sentence(id))
      assert.equal((await run()).driver, 'U0')
    }),
  )
}

test(
  'who started a run decides nothing after handing it over, and the new driver decides in a role',
  withDesk([ASK], async ({ says, until }, { id }) => {
    await until(({ gate }) => gate !== undefined)
    await says('drive to=U1 note="yours"')
    assert.equal(
      await says('approve as=dba'),
      `You started this run, so somebody else has to decide. /migrate who ${id} names them.`,
    )
    assert.equal(await says('approve as=dba', { as: 'U1' }), `Approved ask of ${id} as dba.`)
  }),
)

test(
  'a run is handed over and watched while its jobs are still being stopped, and never after its end',
  withDesk([job('work')], async ({ says, until, hosts, run }, { id }) => {
    await until(({ steps }) => steps['work']?.launchedAt !== undefined)
    hosts.setReachable(false)
    await says('abort reason="wrong day"')
    await says('drive note="my shift"', { as: 'U1' })
    await says('watch', { as: 'U9' })
    const { driver, watchers } = await run()
    assert.deepEqual([driver, watchers], ['U1', ['U9']])
    hosts.setReachable(true)
    await until(hasEnded)
    const ended = `Run ${id} has ended (aborted). Nothing changes any more; /migrate status ${id} shows it.`
    assert.deepEqual([await says(`drive ${id} note="mine"`), await says(`unwatch ${id}`, { as: 'U9' })], [ended, ended])
  }),
)

test(
  'watching is said once, and once that it ends',
  withDesk([PLUG], async ({ says, events, type }, { id }) => {
    const noor = { as: 'U9' }
    assert.deepEqual(
      [await says('watch', noor), await says(`watch ${id}`, noor)],
      [
        `You watch ${id}: when a gate opens or falls, and when it is held, fails, is uncertain or ends, I write to you. /migrate unwatch ${id} ends it.`,
        `You already watch ${id}, so nothing was changed. /migrate unwatch ${id} ends it.`,
      ],
    )
    assert.match((await type('who')).text, /\nWatched by <@U9>\.\n/)
    assert.deepEqual(
      [await says('unwatch', noor), await says('unwatch', noor)],
      [
        `You do not watch ${id} any more. /migrate watch ${id} begins it again.`,
        `You do not watch ${id}, so nothing was changed. /migrate watch ${id} begins it.`,
      ],
    )
    await says('watch')
    assert.equal(
      await says('unwatch'),
      `You do not watch ${id} any more. As its driver you are told all the same. /migrate watch ${id} begins it again.`,
    )
    assert.deepEqual((await events()).slice(-4), ['watched', 'unwatched', 'watched', 'unwatched'])
  }),
)
