import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEngine } from '../../src/engine/engine.ts'
import { newRunId } from '../../src/engine/run-id.ts'
import { gate, manual, remote } from '../../src/model/make-step.ts'
import { hasEnded } from '../../src/model/run.ts'
import { sh } from '../../src/model/shell.ts'
import { ROWS, STARTER, samplePlan } from '../model/sample.ts'
import { withScene } from './scene.ts'

const PLUG = manual('plug', { instructions: 'Pull it.', undo: 'nothing' })
const WORK = remote('work', { on: 'old', run: sh`work`, timeout: '5m', undo: 'nothing' })
const ADVICE = 'Nothing was started. Add people under roles in drover.yml, or let somebody else start it.'

test(
  'two engines that look at the same run at once start one job and write one row',
  withScene([WORK], async ({ world, hosts, until, engine, events }) => {
    const other = createEngine(world)
    await other.start()
    const { id } = await until((run) => {
      other.wake(run.id)
      engine().wake(run.id)
      return run.steps['work']?.launchedAt !== undefined
    })
    hosts.end(`${id}-work-1`, 0)
    await until((run) => {
      other.wake(run.id)
      return hasEnded(run)
    })
    await other.stop()
    assert.deepEqual(hosts.begun, [`${id}-work-1`])
    assert.deepEqual(await events(), [
      'started',
      'step-started work',
      'job-started work',
      'step-succeeded work',
      'finished',
    ])
  }),
)

const QUORUMS = [
  {
    approvals: { owner: 1 },
    members: { owner: ['U0'] },
    says: 'ask needs 1 owner, each a different person; for owner nobody but the starter holds it.',
  },
  {
    approvals: { dba: 2 },
    members: { dba: ['U0', 'U1'] },
    says: 'ask needs 2 dba, each a different person; for dba the same people are needed for other roles too (<@U1>).',
  },
  {
    approvals: { dba: 1, owner: 1 },
    members: { dba: ['U3'], owner: ['U3'] },
    says: 'ask needs 1 dba and 1 owner, each a different person; for owner the same people are needed for other roles too (<@U3>).',
  },
]

for (const { approvals, members, says } of QUORUMS) {
  test(
    `a start is refused when ${says}`,
    withScene(
      [PLUG],
      async ({ runs, world }) => {
        const plan = samplePlan([gate('ask', { approvals, shows: [ROWS] })], { migration: 'other' })
        await assert.rejects(runs.start(plan, STARTER, 'C1'), {
          code: 'quorum-impossible',
          message: `${says} ${ADVICE}`,
        })
        assert.equal((await world.journal.list({})).length, 1)
      },
      { members },
    ),
  )
}

test(
  'a run is found by its id, by being the only one of its channel, or by neither with a sentence',
  withScene([PLUG], async ({ runs, run }) => {
    const { id } = await run()
    assert.equal((await runs.find(id, 'C9')).id, id)
    assert.equal((await runs.find(undefined, 'C1')).id, id)
    await assert.rejects(runs.find(undefined, 'C9'), {
      code: 'no-run-here',
      message: 'No run was ever started in this channel. /migrate list shows what can be started.',
    })
    await assert.rejects(runs.find('zzzzzzzzzzzz', 'C1'), {
      code: 'no-such-run',
      message: 'There is no run zzzzzzzzzzzz. /migrate status lists the runs of this channel.',
    })
    const typo = `${id.slice(0, 5)}!`
    await assert.rejects(runs.find(typo, 'C1'), {
      message: `There is no run ${typo}. Did you mean ${id}? /migrate status lists the runs of this channel.`,
    })
  }),
)

test(
  'two active runs in a channel have to be told apart, and an ended one is found when it is the last',
  withScene([PLUG], async ({ runs, run, send }) => {
    const first = await run()
    const second = await runs.start(samplePlan([PLUG], { migration: 'other' }), STARTER, 'C1')
    await assert.rejects(runs.find(undefined, 'C1'), {
      code: 'which-run',
      message: `2 runs are active here: ${second.id} (other), ${first.id} (sample). Name one, such as /migrate status ${second.id}.`,
    })
    await send({ type: 'done', by: STARTER, note: '' })
    await runs.send(second.id, { type: 'done', by: STARTER, note: '' })
    assert.equal((await runs.find(undefined, 'C1')).id, second.id)
  }),
)

test('run ids have no letters that are mixed up when read aloud, and begin with a letter', () => {
  for (let round = 0; round < 1000; round += 1) assert.match(newRunId(), /^[a-hjkmnp-z][a-hjkmnp-z2-9]{5}$/)
})
