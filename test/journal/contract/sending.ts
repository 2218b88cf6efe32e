import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Sent } from '../../../src/model/journal.ts'
import { DBA, names, OWNER, STARTER, start } from '../../model/sample.ts'
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
    `${name}: a refusal is thrown as it is, changes nothing, and is on record`,
    withJournal(open, async ({ journal }) => {
      await journal.send('m7f3xq', start(movePlan()))
      await journal.send('m7f3xq', measured(0))
      const before = await journal.get('m7f3xq')
      await assert.rejects(journal.send('m7f3xq', approve(STARTER, 'dba')), {
        code: 'own-run',
        message: 'You started this run, so somebody else has to decide. /migrate who m7f3xq names them.',
      })
      assert.deepEqual(await journal.get('m7f3xq'), before && { ...before, seq: before.seq + 1 })
      const newest = (await journal.history('m7f3xq')).at(-1)?.event
      assert.deepEqual(newest, {
        type: 'refused',
        seq: 4,
        at: '2026-11-02T09:00:00.000Z',
        actor: 'U0',
        version: 1,
        what: 'approve',
        role: 'dba',
        code: 'own-run',
        sentence: 'You started this run, so somebody else has to decide. /migrate who m7f3xq names them.',
        via: 'button',
      })
    }),
  )

  test(
    `${name}: the same refusal again is on record once a minute, until something happens in between`,
    withJournal(open, async ({ journal, pass }) => {
      await journal.send('m7f3xq', start(movePlan()))
      await journal.send('m7f3xq', measured(0))
      const click = () => assert.rejects(journal.send('m7f3xq', approve(STARTER, 'dba')), { code: 'own-run' })
      const refusals = async () => {
        const history = await journal.history('m7f3xq')
        return history.flatMap(({ event }) => (event.type === 'refused' ? `${event.actor} ${event.code}` : []))
      }
      for (let clicks = 0; clicks < 20; clicks++) await click()
      assert.deepEqual(await refusals(), ['U0 own-run'])
      await assert.rejects(journal.send('m7f3xq', approve(OWNER, 'dba')), { code: 'role-not-held' })
      await click()
      assert.deepEqual(await refusals(), ['U0 own-run', 'U2 role-not-held'])
      pass(60_000)
      await click()
      await journal.send('m7f3xq', approve(DBA, 'dba'))
      await click()
      assert.deepEqual(await refusals(), ['U0 own-run', 'U2 role-not-held', 'U0 own-run', 'U0 own-run'])
    }),
  )

  test(
    `${name}: what is refused after the end is on record, and the end stays the end`,
    withJournal(open, async ({ journal, reopen }) => {
      await journal.send('m7f3xq', start(handPlan()))
      const { run } = await journal.send('m7f3xq', done)
      await assert.rejects(journal.send('m7f3xq', hold()), { code: 'run-ended' })
      assert.deepEqual(await journal.get('m7f3xq'), { ...run, seq: run.seq + 1 })
      const again = await reopen()
      assert.deepEqual(await again.get('m7f3xq'), { ...run, seq: run.seq + 1 })
      assert.equal((await again.list({ active: true })).length, 0)
    }),
  )

  test(
    `${name}: a command to a run that does not exist leaves nothing`,
    withJournal(open, async ({ journal }) => {
      await assert.rejects(journal.send('nobody', hold()), { code: 'no-such-run' })
      assert.deepEqual(await journal.history('nobody'), [])
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
