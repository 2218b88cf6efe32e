import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from '../../../src/model/command.ts'
import type { Journal } from '../../../src/model/journal.ts'
import { STARTER, start } from '../../model/sample.ts'
import type { Open } from '../contract.ts'
import { abort, copied, handPlan, movePlan, UNTIL_COPY } from './stories.ts'
import { withJournal } from './with-journal.ts'

const DISK = 'disk:old/srv'
const DATABASE = 'database:new-pg:5432/cht'

const SUCCEEDS: readonly Command[] = [...UNTIL_COPY, copied]
const ROLLS_BACK: readonly Command[] = [
  ...UNTIL_COPY,
  { type: 'failed', step: 'copy', attempt: 1, failure: { summary: 'It broke.' }, evidence: [] },
  { type: 'rollback', by: STARTER, reason: 'Another day.' },
  { type: 'undone', step: 'copy', attempt: 1 },
]
const ABORTS: readonly Command[] = [abort, { type: 'stopped' }]

/** Two runs never work on the same thing. */
export function exclusionContract(name: string, open: Open): void {
  test(
    `${name}: a second start with the same params is answered with the first`,
    withJournal(open, async ({ journal, pass }) => {
      await journal.send('m7f3xq', start(movePlan({ params: { a: 1, b: 2 }, migration: 'couch2pg-move' })))
      pass(14 * 60_000)
      const again = start(movePlan({ params: { b: 2, a: 1 }, migration: 'couch2pg-move' }))
      await assert.rejects(journal.send('k2p9zz', again), {
        code: 'already-running',
        message:
          'couch2pg-move with these params is already running as m7f3xq (started by <@U0> 14 min ago). Nothing was started. /migrate why m7f3xq says what it waits for, /migrate lock what it keeps.',
      })
      assert.equal(await journal.get('k2p9zz'), undefined)
      assert.deepEqual(await journal.history('k2p9zz'), [])
    }),
  )

  test(
    `${name}: other params or another migration start beside it`,
    withJournal(open, async ({ journal }) => {
      await journal.send('one', start(handPlan({ params: { a: 1 } })))
      await journal.send('two', start(handPlan({ params: { a: 2 } })))
      await journal.send('three', start(handPlan({ params: { a: 1 }, migration: 'another' })))
      assert.equal((await journal.list({ active: true })).length, 3)
    }),
  )

  test(
    `${name}: a start whose last lock is taken is refused, and takes none of the others`,
    withJournal(open, async ({ journal, pass }) => {
      await journal.send('m7f3xq', start(movePlan({ locks: [DATABASE], migration: 'couch2pg-move' })))
      pass(14 * 60_000)
      await assert.rejects(journal.send('k2p9zz', start(handPlan({ locks: [DISK, DATABASE] }))), {
        code: 'already-running',
        message: `${DATABASE} is in use by m7f3xq (couch2pg-move, started by <@U0> 14 min ago). Nothing was started. /migrate why m7f3xq says what it waits for, /migrate lock what it keeps.`,
      })
      assert.equal(await journal.get('k2p9zz'), undefined)
      await journal.send('third', start(handPlan({ locks: [DISK] })))
    }),
  )

  test(
    `${name}: a lock named twice in a plan is one lock`,
    withJournal(open, async ({ journal }) => {
      const { run } = await journal.send('m7f3xq', start(handPlan({ locks: [DISK, DISK] })))
      assert.equal(run.status, 'waiting')
    }),
  )

  const ends: Readonly<Record<string, readonly Command[]>> = {
    succeeded: SUCCEEDS,
    'rolled-back': ROLLS_BACK,
    aborted: ABORTS,
  }
  for (const [status, commands] of Object.entries(ends))
    test(
      `${name}: a run that ended ${status} gives back its locks and its start`,
      withJournal(open, async ({ journal, reopen }) => {
        await journal.send('m7f3xq', start(movePlan({ locks: [DATABASE, DISK] })))
        await isTaken(journal)
        await isTaken(await reopen())
        const again = await reopen()
        for (const command of commands) await again.send('m7f3xq', command)
        assert.equal((await again.get('m7f3xq'))?.status, status)
        await again.send('k2p9zz', start(movePlan({ locks: [DATABASE, DISK] })))
      }),
    )
}

async function isTaken(journal: Journal): Promise<void> {
  await assert.rejects(journal.send('k2p9zz', start(movePlan())), { code: 'already-running' })
  await assert.rejects(journal.send('k2p9zz', start(handPlan({ locks: [DISK] }))), { code: 'already-running' })
}
