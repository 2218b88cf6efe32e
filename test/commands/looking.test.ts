import assert from 'node:assert/strict'
import { test } from 'node:test'
import { check, remote, wait } from '../../src/model/make-step.ts'
import { hasEnded } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import { ROWS } from '../model/sample.ts'
import { ASK, job, PLUG } from '../model/steps-for-steering.ts'
import { withDesk } from './desk.ts'

const LOOK = check('look', ROWS)

test(
  'status of the only active run says where it is',
  withDesk([LOOK, PLUG], async ({ says, until }, { id }) => {
    await until(({ status }) => status === 'waiting')
    const text = `sample ${id} is waiting, 1 of 2 steps done, now at plug. /migrate why ${id} says what it waits for.`
    assert.deepEqual([await says('status'), await says(`status ${id}`)], [text, text])
    assert.equal(
      await says('status', { channel: 'C9' }),
      'No run was ever started in this channel. /migrate list shows what can be started.',
    )
  }),
)

test(
  'status of a channel without an active run lists its runs',
  withDesk([LOOK], async ({ type, until }, { id }) => {
    await until(hasEnded)
    const { text, table } = await type('status')
    assert.equal(text, 'Runs of this channel, newest first.')
    assert.deepEqual(table?.rows, [
      ['Run', 'Migration', 'Status', 'Step', 'Started (UTC)'],
      [id, 'sample', 'succeeded', '-', '2026-11-02 09:00'],
    ])
  }),
)

test(
  'why says what is waited for, whatever that is',
  withDesk([wait('rest', '3d'), PLUG], async ({ says, until, pass }, { id }) => {
    assert.equal(
      await says('why'),
      `${id} lets time pass (rest) until 2026-11-05 09:00 UTC. /migrate hold ${id} reason="…" stops it before its next act.`,
    )
    pass(3 * 86_400_000)
    await until(({ steps }) => steps['plug'] !== undefined)
    assert.equal(
      await says('why'),
      `${id} waits for something done by hand (plug): Pull it. Then: /migrate done ${id} note="…"`,
    )
    await says('done out')
    assert.equal(
      await says('why'),
      `${id} has ended (succeeded). It waits for nothing. /migrate steps ${id} lists what it did.`,
    )
  }),
)

test(
  'why says when a host cannot be reached',
  withDesk([job('work')], async ({ says, until, hosts, runs }, { id }) => {
    await until((run) => run.steps['work']?.launchedAt !== undefined)
    hosts.setReachable(false)
    await until(() => runs.stallOf(id) !== undefined)
    assert.equal(
      await says('why'),
      `${id} is at work and cannot go on: old does not answer. Nothing was changed. It is asked again. It looks again every few seconds; nothing is lost meanwhile. /migrate steps ${id} says how far it is.`,
    )
  }),
)

const DISK_JOB = remote('work', {
  on: 'old',
  run: sh`work`,
  timeout: '5m',
  undo: 'nothing',
  pausable: true,
  disks: [{ on: 'old', path: '/var' }],
})

test(
  'why and status say how the disks are, who holds the run, and how far an act is that rests',
  withDesk([DISK_JOB], async ({ says, until, hosts, runs }, { id }) => {
    hosts.answer = async () => ({ code: 0, stdout: '/dev/sda1 100000000000 1 41000000000 1% /var\n', stderr: '' })
    await until((run) => run.steps['work']?.launchedAt !== undefined && runs.disksOf(id).length > 0)
    assert.equal(
      await says('why'),
      `${id} is doing work: Work. old: 41 GB free in /var. /migrate eta ${id} says how long it still takes. /migrate hold ${id} reason="…" stops it before its next act.`,
    )
    assert.equal(
      await says('status'),
      `sample ${id} is running, 0 of 1 steps done, now at work. old: 41 GB free in /var. /migrate why ${id} says what it waits for.`,
    )
    Object.assign(hosts.job(`${id}-work-1`).outputs, { done: '1500000000', total: '3000000000' })
    hosts.pause = async () => false
    await says('hold reason="too slow"')
    assert.equal(
      await says('why'),
      `${id} is doing work: Work. It is held by <@U0>: too slow. It stops before its next act; /migrate release ${id} lets it go on. old: 41 GB free in /var. /migrate eta ${id} says how long it still takes.`,
    )
    hosts.pause = async () => true
    await until(({ status }) => status === 'held')
    assert.equal(
      await says('why'),
      `${id} is held by <@U0> since 09:00 UTC: too slow. work rests at 1.5 GB of 3 GB. /migrate release ${id} lets it go on. old: 41 GB free in /var.`,
    )
    hosts.setReachable(false)
    await says('rollback reason="not today"')
    assert.equal(
      await says('why'),
      `${id} is ending work, which rested in the middle, before it takes anything back. /migrate steps ${id} says how far it was.`,
    )
  }),
)

test(
  'steps lists every step with state, attempts and who',
  withDesk([LOOK, PLUG, ASK], async ({ type, says, until }, { id, plan }) => {
    await until(({ status }) => status === 'waiting')
    await says('done out')
    await until(({ gate }) => gate !== undefined)
    const { text, table } = await type(`steps ${id}`)
    assert.equal(text, `Steps of ${id} (sample), plan ${plan.digest.slice(0, 12)}.`)
    assert.deepEqual(table?.rows, [
      ['#', 'Step', 'Effect', 'State', 'Attempts', 'Took', 'By'],
      [1, 'look', 'read-only', 'succeeded', 1, '0 ms', '-'],
      [2, 'plug', 'people', 'succeeded', 1, '-', '<@U0>'],
      [3, 'ask', 'people', 'live', 1, '-', '-'],
    ])
  }),
)

test(
  'evidence shows the newest, or that of a step, with or without the run',
  withDesk([LOOK, PLUG], async ({ says, until }, { id }) => {
    await until(({ status }) => status === 'waiting')
    const text = 'pass: Rows (2026-11-02 09:00:00 UTC). 10 rows.'
    for (const line of ['evidence', 'evidence look', `evidence ${id}`, `evidence ${id} look`])
      assert.equal(await says(line), text, line)
    assert.equal(await says('evidence plug'), `plug of ${id} has measured nothing yet.`)
    assert.equal(await says('evidence nothing'), `${id} has no step nothing. /migrate steps ${id} lists them.`)
  }),
)

test(
  'logs shows the end of the newest log, or that of a step, secrets masked',
  withDesk([job('work'), PLUG], async ({ type, says, until, hosts }, { id }) => {
    await until((run) => run.steps['work']?.launchedAt !== undefined)
    assert.equal(await says('logs'), `work of ${id} has written no log that was read.`)
    hosts.say(`${id}-work-1`, 'password=hunter-pg\nhalf done\n')
    hosts.end(`${id}-work-1`, 0)
    await until(({ status }) => status === 'waiting')
    for (const line of ['logs', 'logs work', `logs ${id}`, `logs ${id} work`])
      assert.deepEqual(
        await type(line),
        {
          text: 'End of the log of work, attempt 1. The whole log stays on the host.',
          code: 'password=[secret]\nhalf done',
        },
        line,
      )
    assert.equal(await says('logs nothing'), `${id} has no step nothing. /migrate steps ${id} lists them.`)
  }),
)

test(
  'doctor shows first what needs attention',
  withDesk([PLUG], async ({ type }) => {
    const { text, table } = await type('doctor')
    assert.equal(
      text,
      '1 of 2 need attention. On its machine, drover doctor also looks at tokens, scopes, channels and the databases of a migration.',
    )
    assert.deepEqual(table?.rows, [
      ['What', 'State', 'Seen'],
      ['host new', 'needs attention', 'does not answer'],
      ['host old', 'in order', 'Debian 12'],
    ])
  }),
)
