import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Sent } from '../../../src/model/journal.ts'
import { DBA, names, STARTER, start } from '../../model/sample.ts'
import type { Open } from '../contract.ts'
import { approve, copied, copiedAs, done, handPlan, hold, measured, movePlan, UNTIL_COPY } from './stories.ts'
import { withJournal } from './with-journal.ts'

/** One command: all of it, or nothing. */
export function sendingContract(name: string, open: Open): void {
  test(
    `${name}: a start gives the run under its id, with all events of the start`,
    withJournal(open, async ({ journal }) => {
      const { run, events } = await journal.send('m7f3xq', start(movePlan(), 'C7'))
      assert.deepEqual(names(events), ['started', 'step-started ask'])
      assert.deepEqual([run.id, run.status, run.channel, run.seq, run.startedBy], ['m7f3xq', 'running', 'C7', 2, 'U0'])
      assert.deepEqual(
        events.map(({ at, actor, version }) => [at, actor, version]),
        [
          ['2026-11-02T09:00:00.000Z', 'U0', 1],
          ['2026-11-02T09:00:00.000Z', 'U0', 1],
        ],
      )
    }),
  )

  test(
    `${name}: a run is steered to its end, and what was sent is what is read`,
    withJournal(open, async ({ journal }) => {
      await journal.send('m7f3xq', start(movePlan()))
      for (const command of UNTIL_COPY) await journal.send('m7f3xq', command)
      const { run } = await journal.send('m7f3xq', copied)
      assert.equal(run.status, 'succeeded')
      assert.deepEqual(await journal.get('m7f3xq'), run)
      assert.deepEqual(run.outputs['copy'], { rows: 10 })
    }),
  )

  test(
    `${name}: a refusal is thrown as it is and changes nothing`,
    withJournal(open, async ({ journal }) => {
      await journal.send('m7f3xq', start(movePlan()))
      await journal.send('m7f3xq', measured(0))
      const before = await journal.get('m7f3xq')
      await assert.rejects(journal.send('m7f3xq', approve(STARTER, 'dba')), {
        code: 'own-run',
        message: 'You started this run, so somebody else has to decide. /migrate who m7f3xq names them.',
      })
      assert.deepEqual(await journal.get('m7f3xq'), before)
      assert.equal((await journal.history('m7f3xq')).length, before?.seq)
    }),
  )

  test(
    `${name}: stale and repeated commands change nothing and are announced to nobody`,
    withJournal(open, async ({ journal }) => {
      await journal.send('m7f3xq', start(movePlan()))
      await journal.send('m7f3xq', measured(0))
      const announced: Sent[] = []
      journal.onChange((sent) => announced.push(sent))
      const before = await journal.get('m7f3xq')
      for (const command of [measured(0), copied, copiedAs('ask', 7), start(handPlan())]) {
        const { run, events } = await journal.send('m7f3xq', command)
        assert.deepEqual(events, [])
        assert.deepEqual(run, before)
      }
      assert.deepEqual(announced, [])
    }),
  )

  test(
    `${name}: a command for a run that does not exist is refused`,
    withJournal(open, async ({ journal }) => {
      await assert.rejects(journal.send('nosuch', hold()), {
        code: 'no-such-run',
        message: 'There is no such run. /migrate status lists the runs of this channel.',
      })
      assert.equal(await journal.get('nosuch'), undefined)
      assert.deepEqual(await journal.history('nosuch'), [])
    }),
  )

  test(
    `${name}: listeners hear of a change when it can already be read, before the sender goes on`,
    withJournal(open, async ({ journal }) => {
      const heard: string[] = []
      const readable: Promise<number>[] = []
      journal.onChange(({ run, events }) => {
        heard.push(...names(events))
        readable.push(journal.history(run.id).then((history) => history.length))
      })
      await journal.send('m7f3xq', start(handPlan()))
      assert.deepEqual(heard, ['started', 'step-started plug'])
      await journal.send('m7f3xq', done)
      assert.deepEqual(heard.slice(2), ['step-succeeded plug', 'finished'])
      assert.deepEqual(await Promise.all(readable), [2, 4])
    }),
  )

  test(
    `${name}: a listener is not told of what was refused`,
    withJournal(open, async ({ journal }) => {
      let calls = 0
      journal.onChange(() => {
        calls += 1
      })
      await journal.send('m7f3xq', start(movePlan()))
      await assert.rejects(journal.send('m7f3xq', approve(DBA, 'dba')), { code: 'gate-closed' })
      assert.equal(calls, 1)
    }),
  )
}
