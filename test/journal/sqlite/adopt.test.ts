import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import { openDatabase } from '../../../src/journal/sqlite/open.ts'
import type { Command } from '../../../src/model/command.ts'
import { check } from '../../../src/model/make-step.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { differences } from '../../../src/model/plan-change.ts'
import { OWNER, ROWS, STARTER, samplePlan, start } from '../../model/sample.ts'
import { PLUG } from '../../model/steps-for-steering.ts'
import { dumpProjections } from './dump.ts'
import { now, withPath } from './folder.ts'

const BEFORE = samplePlan([PLUG], { locks: ['box:old'] })
const NOW = samplePlan([PLUG, check('counts', ROWS)], { locks: ['box:old', 'box:new'] })

/** What becomes of a run until two people moved it to another plan. */
function adoption(from: Plan, to: Plan): readonly Command[] {
  const today = { plan: to, unfit: [] }
  return [
    { type: 'plan-changed', digest: to.digest, says: differences(from, to) },
    { type: 'adopt', by: STARTER, reason: 'It has to be counted.', today },
    { type: 'adopt', by: OWNER, reason: 'I read it.', today },
  ]
}

test(
  'an adopted plan is read back after a restart, and a rebuild gives it again to the byte',
  withPath(async (path) => {
    const { journal } = createSqliteJournal({ path, now })
    await journal.send('m7f3xq', start(BEFORE))
    for (const command of adoption(BEFORE, NOW)) await journal.send('m7f3xq', command)
    const known = await journal.get('m7f3xq')
    await journal.stop()
    const before = dumped(path)
    const again = createSqliteJournal({ path, now })
    assert.deepEqual(await again.journal.get('m7f3xq'), known)
    assert.deepEqual(known?.plan, NOW)
    again.rebuild()
    assert.deepEqual(await again.journal.get('m7f3xq'), known)
    assert.ok(again.verify().ok)
    await again.journal.stop()
    assert.equal(dumped(path), before)
  }),
)

test(
  'a plan that locks what another run has is not adopted, and nothing changes',
  withPath(async (path) => {
    const { journal } = createSqliteJournal({ path, now })
    await journal.send('k2p9zz', start(samplePlan([PLUG], { migration: 'other', locks: ['box:new'] })))
    await journal.send('m7f3xq', start(BEFORE))
    const [changed, asked, said] = adoption(BEFORE, NOW)
    assert.ok(changed && asked && said)
    await journal.send('m7f3xq', changed)
    await journal.send('m7f3xq', asked)
    await assert.rejects(journal.send('m7f3xq', said), {
      code: 'already-running',
      message:
        'box:new is in use by k2p9zz (other, started by <@U0> 0 ms ago). Nothing was adopted. /migrate why k2p9zz says what it waits for, /migrate lock what it keeps.',
    })
    assert.deepEqual((await journal.get('m7f3xq'))?.plan, BEFORE)
    await journal.send('k2p9zz', { type: 'done', by: STARTER, note: 'Done.' })
    assert.deepEqual((await journal.send('m7f3xq', said)).run.plan, NOW)
    await journal.stop()
  }),
)

test(
  'the locks of both plans are held to the end of the run',
  withPath(async (path) => {
    const { journal } = createSqliteJournal({ path, now })
    await journal.send('m7f3xq', start(BEFORE))
    for (const command of adoption(BEFORE, NOW)) await journal.send('m7f3xq', command)
    for (const lock of ['box:old', 'box:new'])
      await assert.rejects(journal.send('k2p9zz', start(samplePlan([PLUG], { migration: 'other', locks: [lock] }))), {
        code: 'already-running',
      })
    await journal.send('m7f3xq', { type: 'abort', by: STARTER, reason: 'Enough.' })
    await journal.send('m7f3xq', { type: 'stopped' })
    const both = samplePlan([PLUG], { migration: 'other', locks: ['box:old', 'box:new'] })
    assert.equal((await journal.send('k2p9zz', start(both))).run.status, 'waiting')
    await journal.stop()
  }),
)

function dumped(path: string): string {
  const db = openDatabase(path)
  const text = dumpProjections(db)
  db.close()
  return text
}
