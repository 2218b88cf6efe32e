import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEventLog } from '../../../src/journal/sqlite/event-log.ts'
import { openDatabase } from '../../../src/journal/sqlite/open.ts'
import { createProjections } from '../../../src/journal/sqlite/projections.ts'
import { createRunsReader } from '../../../src/journal/sqlite/runs-reader.ts'
import { createSender } from '../../../src/journal/sqlite/send.ts'
import { verify } from '../../../src/journal/sqlite/verify.ts'
import type { Command } from '../../../src/model/command.ts'
import { DBA, samplePlan, start } from '../../model/sample.ts'
import { handPlan } from '../contract/stories.ts'
import { dumpProjections } from './dump.ts'
import { now, withPath } from './folder.ts'

test(
  'a full disk changes nothing, and once there is space the same command is done',
  withPath(async (path) => {
    const db = openDatabase(path)
    const log = createEventLog(db)
    const parts = { db, log, projections: createProjections(db, now), reader: createRunsReader(db), now }
    const sender = createSender(parts)
    await sender.send('m7f3xq', start(handPlan()))
    const before = dumpProjections(db)
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`)
    const long: Command = { type: 'hold', by: DBA, reason: 'x'.repeat(100_000) }
    await assert.rejects(sender.send('m7f3xq', long), {
      code: 'journal-full',
      message:
        'The disk with the journal is full, so nothing was changed. Free some space in DROVER_DATA, then do it again.',
    })
    assert.equal(dumpProjections(db), before)
    assert.equal(verify(log).ok, true)
    assert.equal(sender.find('m7f3xq')?.status, 'waiting')
    db.pragma('max_page_count = 1000000')
    assert.equal((await sender.send('m7f3xq', long)).run.status, 'held')
    db.close()
  }),
)

test(
  'a plan without steps starts nothing',
  withPath(async (path) => {
    const db = openDatabase(path)
    const parts = { db, log: createEventLog(db), projections: createProjections(db, now), reader: createRunsReader(db) }
    const sender = createSender({ ...parts, now })
    await assert.rejects(sender.send('m7f3xq', start(samplePlan([]))), {
      code: 'empty-plan',
      message: 'The plan has no steps, so there is nothing to start.',
    })
    db.close()
  }),
)
