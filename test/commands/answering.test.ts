import assert from 'node:assert/strict'
import { test } from 'node:test'
import { check, wait } from '../../src/model/make-step.ts'
import { hasEnded, type Run } from '../../src/model/run.ts'
import type { Step } from '../../src/model/step.ts'
import { ROWS, STARTER, samplePlan } from '../model/sample.ts'
import { ASK, job, PLUG } from '../model/steps-for-steering.ts'
import { type Desk, withDesk } from './desk.ts'

interface Place {
  readonly name: string
  readonly steps: readonly Step[]
  readonly go: (desk: Desk) => Promise<unknown>
  readonly startsAt?: string
}

const LAUNCHED = ({ steps }: Run) => steps['work']?.launchedAt !== undefined

/** Everything that a run can wait for. */
const PLACES: readonly Place[] = [
  { name: 'scheduled', steps: [PLUG], go: async () => undefined, startsAt: '2026-11-03T09:00:00.000Z' },
  { name: 'acting', steps: [job('work')], go: ({ until }) => until(LAUNCHED) },
  {
    name: 'acting while it is held',
    steps: [job('work')],
    go: async ({ until, says }) => {
      await until(LAUNCHED)
      await says('hold reason="wait"')
    },
  },
  {
    name: 'stuck',
    steps: [job('work')],
    go: async ({ until, hosts, runs, run }) => {
      await until(LAUNCHED)
      hosts.setReachable(false)
      const { id } = await run()
      await until(() => runs.stallOf(id) !== undefined)
    },
  },
  { name: 'at a gate', steps: [ASK], go: ({ until }) => until(({ gate }) => gate !== undefined) },
  { name: 'at hand work', steps: [PLUG], go: ({ until }) => until(({ status }) => status === 'waiting') },
  { name: 'letting time pass', steps: [wait('rest', '3d')], go: async () => undefined },
  { name: 'held', steps: [PLUG], go: ({ says }) => says('hold reason="wait"') },
  {
    name: 'failed',
    steps: [job('work')],
    go: async ({ until, hosts, run }) => {
      await until(LAUNCHED)
      hosts.end(`${(await run()).id}-work-1`, 1)
      await until(({ status }) => status === 'failed')
    },
  },
  {
    name: 'being aborted',
    steps: [job('work')],
    go: async ({ until, hosts, says }) => {
      await until(LAUNCHED)
      hosts.setReachable(false)
      await says('abort reason="wrong"')
    },
  },
  { name: 'over', steps: [check('look', ROWS)], go: ({ until }) => until(hasEnded) },
]

for (const { name, steps, go, startsAt } of PLACES) {
  test(
    `why, who and eta answer with a next command for a run that is ${name}`,
    withDesk(
      steps,
      async (desk, { id }) => {
        await go(desk)
        for (const line of [`why ${id}`, `who ${id}`, `eta ${id}`]) {
          const text = await desk.says(line, { as: 'U9' })
          assert.match(text, new RegExp(`/migrate [a-z]+ ${id}`), `${line}: ${text}`)
          assert.doesNotMatch(text, /undefined|NaN/)
        }
      },
      startsAt === undefined ? {} : { startsAt },
    ),
  )
}

test(
  'eta says when people are needed next, what that rests on, and what is left behind them',
  withDesk([wait('rest', '40m'), PLUG, wait('settle', '5m')], async ({ says, until, pass }, { id }) => {
    assert.equal(
      await says('eta'),
      [
        `${id} needs people (plug) at 2026-11-02 09:40 UTC, in about 40 min; by the rate now.`,
        'From plug on: about 5 min of work. How long people take is in no number; they are needed at plug.',
        `/migrate why ${id} says what it waits for now.`,
      ].join('\n'),
    )
    pass(40 * 60_000)
    await until(({ steps }) => steps['plug'] !== undefined)
    assert.equal(
      (await says('eta')).split('\n')[0],
      `Nobody can tell when ${id} needs people (plug): waits for people.`,
    )
    await says('done out')
    await says('hold reason="wait"')
    assert.equal(
      (await says('eta')).split('\n')[0],
      `${id} is held. Until it ends: about 5 min once it goes on; median of 1 earlier run, 1 step ahead.`,
    )
    await says('release')
    pass(5 * 60_000)
    await until(hasEnded)
    assert.equal(
      await says('eta'),
      `${id} has ended (succeeded). Nothing is left; /migrate steps ${id} says what took how long.`,
    )
  }),
)

test(
  'lock says what is locked, by which run, for what, by whom, since when, and what to type',
  withDesk([PLUG], async ({ type, says, runs, pass }) => {
    const none = 'Nothing is locked, so nothing is in the way of a start. /migrate list shows what can be started.'
    assert.equal(await says('lock'), none)
    const locks = ['database:new-pg:5432/cht', 'disk:new']
    const plan = samplePlan([PLUG], { migration: 'other', locks })
    const { id } = await runs.start(plan, STARTER, 'C1')
    pass(60_000)
    await says(`drive ${id} note="my shift"`, { as: 'U1' })
    const rest = [id, 'other, waiting', '<@U1>, started by <@U0>', '2026-11-02 09:00 UTC', `/migrate why ${id}`]
    const head = ['Locked', 'Run', 'For', 'Who', 'Since', 'Type']
    assert.deepEqual(await type('lock'), {
      text: 'A lock is given back when its run ends, and never before. Until then a start on the same thing is refused.',
      table: { rows: [head, ['database:new-pg:5432/cht', ...rest], ['disk:new', ...rest]] },
    })
    assert.deepEqual((await type('lock NEW-PG')).table?.rows, [head, ['database:new-pg:5432/cht', ...rest]])
    assert.equal((await type(`lock ${id}`)).table?.rows.length, 3)
    assert.equal(await says('lock old-pg'), 'Nothing that is called old-pg is locked. /migrate lock lists every lock.')
    await says(`abort ${id} reason="wrong"`)
  }),
)

test(
  'lock of a run that locks nothing, and of one that is over',
  withDesk([PLUG], async ({ says, until }, { id }) => {
    assert.equal(
      await says(`lock ${id}`),
      `${id} locks nothing: its migration names no resources. /migrate lock lists every lock.`,
    )
    await says('abort reason="wrong"')
    await until(hasEnded)
    assert.equal(
      await says(`lock ${id}`),
      `${id} has ended (aborted) and locks nothing any more. /migrate lock lists every lock.`,
    )
  }),
)

test(
  'who denied and who held stays on steps and evidence, with their reasons, when the run went on',
  withDesk([ASK, PLUG], async ({ says, type, until }) => {
    await until(({ gate }) => gate !== undefined)
    await says('hold reason="the disk looks full."', { as: 'U9' })
    await says('release')
    await until(({ gate }) => gate !== undefined)
    await says('deny as=dba reason="not during the day"', { as: 'U1' })
    await says('release')
    await until(({ gate }) => gate !== undefined)
    const dissent = [
      'Dissent on the way: held at ask by <@U9>, 2026-11-02 09:00 UTC: the disk looks full.',
      'Dissent on the way: denied at ask by <@U1> as dba, 2026-11-02 09:00 UTC: not during the day.',
    ].join('\n')
    assert.ok((await type('steps')).text.endsWith(`\n${dissent}`))
    assert.ok((await says('evidence')).endsWith(`\n${dissent}`))
  }),
)
