import assert from 'node:assert/strict'
import { existsSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import { start } from '../../model/sample.ts'
import { done, handPlan, hold } from '../contract/stories.ts'
import { now, withPath } from './folder.ts'

test(
  'a backup is a whole journal of that moment, made while the journal goes on',
  withPath(async (path) => {
    const opened = createSqliteJournal({ path, now })
    await opened.journal.send('m7f3xq', start(handPlan()))
    const head = opened.head()
    await opened.backup(`${path}.copy`)
    await opened.journal.send('m7f3xq', done)
    await opened.journal.stop()
    assert.equal(statSync(`${path}.copy`).mode & 0o777, 0o600)
    assert.equal(existsSync(`${path}.copy.partial`), false)
    const copy = createSqliteJournal({ path: `${path}.copy`, now })
    assert.deepEqual(copy.verify(), { ok: true, events: 2, head })
    assert.equal((await copy.journal.send('m7f3xq', hold())).run.status, 'held')
    await copy.journal.stop()
  }),
)

test(
  'a second backup takes the place of the first',
  withPath(async (path) => {
    const opened = createSqliteJournal({ path, now })
    await opened.backup(`${path}.copy`)
    await opened.journal.send('m7f3xq', start(handPlan()))
    await opened.backup(`${path}.copy`)
    const head = opened.head()
    await opened.journal.stop()
    const copy = createSqliteJournal({ path: `${path}.copy`, now })
    assert.equal(copy.head(), head)
    await copy.journal.stop()
  }),
)
