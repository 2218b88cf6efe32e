import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UserError } from '../../../src/model/user-error.ts'
import { DBA, OWNER, start } from '../../model/sample.ts'
import type { Open } from '../contract.ts'
import { approve, handPlan, hold, measured, movePlan } from './stories.ts'
import { withJournal } from './with-journal.ts'

/** Many at once come out as one after the other. */
export function concurrencyContract(name: string, open: Open): void {
  test(
    `${name}: of twenty people who hold a run at once, one does and the others are told who`,
    withJournal(open, async ({ journal }) => {
      await journal.send('m7f3xq', start(movePlan()))
      const people = Array.from({ length: 20 }, (_, index) => ({ id: `P${index}`, roles: [] }))
      const results = await Promise.allSettled(people.map((person) => journal.send('m7f3xq', hold(person))))
      const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
      const holder = (await journal.get('m7f3xq'))?.hold?.by
      assert.equal(refused.length, 19)
      for (const reason of refused) {
        assert.ok(reason instanceof UserError)
        assert.match(reason.message, new RegExp(`is already held by <@${holder}>`))
      }
    }),
  )

  test(
    `${name}: two approvals at once complete a gate once`,
    withJournal(open, async ({ journal }) => {
      await journal.send('m7f3xq', start(movePlan()))
      await journal.send('m7f3xq', measured(0))
      await Promise.all([journal.send('m7f3xq', approve(DBA, 'dba')), journal.send('m7f3xq', approve(OWNER, 'owner'))])
      const types = (await journal.history('m7f3xq')).map(({ event }) => event.type)
      assert.deepEqual(types.slice(2), ['gate-opened', 'decided', 'decided', 'gate-approved'])
    }),
  )

  test(
    `${name}: of ten equal starts at once one runs, and the others are answered with it`,
    withJournal(open, async ({ journal }) => {
      const ids = Array.from({ length: 10 }, (_, index) => `run${index}`)
      const results = await Promise.allSettled(ids.map((id) => journal.send(id, start(handPlan({ locks: ['disk'] })))))
      assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
      assert.equal((await journal.list({})).length, 1)
    }),
  )

  test(
    `${name}: many runs go on at once without a gap in any history`,
    withJournal(open, async ({ journal }) => {
      const ids = Array.from({ length: 30 }, (_, index) => `run${index}`)
      await Promise.all(ids.map((id, nr) => journal.send(id, start(movePlan({ params: { nr } })))))
      await Promise.all(ids.flatMap((id) => [journal.send(id, measured(0)), journal.send(id, hold())]))
      for (const id of ids) {
        const history = await journal.history(id)
        assert.deepEqual(
          history.map(({ event }) => event.seq),
          [1, 2, 3, 4],
        )
      }
    }),
  )
}
