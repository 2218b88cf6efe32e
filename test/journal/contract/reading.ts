import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunFilter } from '../../../src/model/journal.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { start } from '../../model/sample.ts'
import type { Open } from '../contract.ts'
import { abort, copied, done, handPlan, measured, movePlan, UNTIL_COPY } from './stories.ts'
import { withJournal } from './with-journal.ts'

/** What was kept, and how it is found again. */
export function readingContract(name: string, open: Open): void {
  test(
    `${name}: runs are listed newest first, by channel, by activity, and up to a limit`,
    withJournal(open, async ({ journal }) => {
      await journal.send('one', start(handPlan({ params: { nr: 1 } }), 'C1'))
      await journal.send('two', start(handPlan({ params: { nr: 2 } }), 'C2'))
      await journal.send('three', start(handPlan({ params: { nr: 3 } }), 'C1'))
      await journal.send('three', done)
      const ids = async (filter: Parameters<typeof journal.list>[0]) => (await journal.list(filter)).map(({ id }) => id)
      assert.deepEqual(await ids({}), ['three', 'two', 'one'])
      assert.deepEqual(await ids({ active: true }), ['two', 'one'])
      assert.deepEqual(await ids({ active: false }), ['three'])
      assert.deepEqual(await ids({ channel: 'C1' }), ['three', 'one'])
      assert.deepEqual(await ids({ channel: 'C1', active: true }), ['one'])
      assert.deepEqual(await ids({ limit: 2 }), ['three', 'two'])
      assert.deepEqual(await ids({ channel: 'C9' }), [])
    }),
  )

  test(
    `${name}: a restart changes no run, and the run goes on where it was`,
    withJournal(open, async ({ journal, reopen }) => {
      await journal.send('m7f3xq', start(movePlan()))
      for (const command of UNTIL_COPY.slice(0, 2)) await journal.send('m7f3xq', command)
      const [run, history, all] = [await journal.get('m7f3xq'), await journal.history('m7f3xq'), await journal.list({})]
      const again = await reopen()
      assert.deepEqual(await again.get('m7f3xq'), run)
      assert.deepEqual(await again.history('m7f3xq'), history)
      assert.deepEqual(await again.list({}), all)
      for (const command of UNTIL_COPY.slice(2)) await again.send('m7f3xq', command)
      assert.equal((await again.send('m7f3xq', copied)).run.status, 'succeeded')
    }),
  )

  test(
    `${name}: what authors and hosts wrote keeps its order`,
    withJournal(open, async ({ journal, reopen }) => {
      const params = { zone: 'a', area: 'b' }
      await journal.send('m7f3xq', start(movePlan({ params })))
      const values = { zebras: 1, apes: 2 }
      const evidence = [{ check: 'zoo', title: 'Zoo', measuredAt: '', outcome: 'pass' as const, summary: '', values }]
      await journal.send('m7f3xq', measured(0, false, evidence))
      const run = await (await reopen()).get('m7f3xq')
      assert.equal(JSON.stringify(run?.plan.params), '{"zone":"a","area":"b"}')
      assert.equal(JSON.stringify(run?.gate?.evidence[0]?.values), '{"zebras":1,"apes":2}')
    }),
  )

  test(
    `${name}: timings count from the beginning of the act, without the time people took`,
    withJournal(open, async ({ journal, pass }) => {
      await journal.send('m7f3xq', start(movePlan()))
      for (const command of UNTIL_COPY) {
        pass(3_600_000)
        await journal.send('m7f3xq', command)
      }
      pass(42_000)
      await journal.send('m7f3xq', copied)
      assert.deepEqual(await journal.timings('sample'), [
        { migration: 'sample', step: 'ask', run: 'm7f3xq', actedMs: 0 },
        { migration: 'sample', step: 'copy', run: 'm7f3xq', actedMs: 42_000 },
      ])
      assert.deepEqual(await journal.timings('another'), [])
    }),
  )

  test(
    `${name}: notes are kept by run and key, the last one wins, and a restart keeps them`,
    withJournal(open, async ({ journal, reopen }) => {
      await journal.note('m7f3xq', 'offset', '10')
      await journal.note('m7f3xq', 'offset', '20')
      await journal.note('other', 'offset', '30')
      const again = await reopen()
      assert.equal(await again.noted('m7f3xq', 'offset'), '20')
      assert.equal(await again.noted('other', 'offset'), '30')
      assert.equal(await again.noted('other', 'else'), undefined)
    }),
  )

  test(
    `${name}: an ended run stays readable after a restart`,
    withJournal(open, async ({ journal, reopen }) => {
      await journal.send('m7f3xq', start(movePlan()))
      await journal.send('m7f3xq', abort)
      const { run } = await journal.send('m7f3xq', { type: 'stopped' })
      const again = await reopen()
      assert.equal(run.status, 'aborted')
      assert.deepEqual(await again.get('m7f3xq'), run)
      await assert.rejects(again.send('m7f3xq', abort), { code: 'run-ended' })
    }),
  )

  test(
    `${name}: rehearsals that ended well are found by migration and by the plan they stand for, newest first`,
    withJournal(open, async ({ journal, reopen }) => {
      const rehearsal = (nr: number, rehearses: string, migration = 'sample'): Plan => ({
        ...handPlan({ params: { nr }, migration }),
        mode: 'rehearsal',
        rehearses,
      })
      await journal.send('one', start(rehearsal(1, 'plan-a')))
      await journal.send('two', start(rehearsal(2, 'plan-b')))
      await journal.send('three', start(rehearsal(3, 'plan-a')))
      await journal.send('four', start(rehearsal(4, 'plan-a', 'another')))
      await journal.send('five', start(handPlan({ params: { nr: 5 } })))
      await journal.send('six', start(rehearsal(6, 'plan-a')))
      for (const id of ['one', 'two', 'three', 'four', 'five']) await journal.send(id, done)
      const again = await reopen()
      const ids = async (filter: RunFilter) => (await again.list(filter)).map(({ id }) => id)
      assert.deepEqual(await ids({ rehearsed: { migration: 'sample' } }), ['three', 'two', 'one'])
      assert.deepEqual(await ids({ rehearsed: { migration: 'sample', digest: 'plan-a' } }), ['three', 'one'])
      assert.deepEqual(await ids({ rehearsed: { migration: 'sample', digest: 'plan-a' }, limit: 1 }), ['three'])
      assert.deepEqual(await ids({ rehearsed: { migration: 'sample', digest: 'plan-c' } }), [])
    }),
  )
}
