import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GENESIS, isIntact } from '../../../src/journal/chain.ts'
import { start } from '../../model/sample.ts'
import type { Open } from '../contract.ts'
import { copied, movePlan, UNTIL_COPY } from './stories.ts'
import { withJournal } from './with-journal.ts'

/** Histories prove themselves. */
export function chainContract(name: string, open: Open): void {
  test(
    `${name}: every event carries its own hash and the one before it`,
    withJournal(open, async ({ journal }) => {
      await journal.send('m7f3xq', start(movePlan()))
      for (const command of [...UNTIL_COPY, copied]) await journal.send('m7f3xq', command)
      const history = await journal.history('m7f3xq')
      assert.equal(history.length, 11)
      for (const chained of history) assert.ok(isIntact('m7f3xq', chained))
      const hashes = history.map(({ hash }) => hash)
      assert.deepEqual(
        history.map(({ previousHash }) => previousHash),
        [GENESIS, ...hashes.slice(0, -1)],
      )
    }),
  )

  test(
    `${name}: a hash covers the run, the actor, the time and the text of an event`,
    withJournal(open, async ({ journal }) => {
      await journal.send('m7f3xq', start(movePlan()))
      const [first] = await journal.history('m7f3xq')
      assert.ok(first && isIntact('m7f3xq', first))
      assert.ok(!isIntact('another', first))
      assert.ok(!isIntact('m7f3xq', { ...first, previousHash: first.hash }))
      assert.ok(!isIntact('m7f3xq', { ...first, event: { ...first.event, actor: 'U9' } }))
      assert.ok(!isIntact('m7f3xq', { ...first, event: { ...first.event, at: '2020-01-01T00:00:00.000Z' } }))
    }),
  )
}
