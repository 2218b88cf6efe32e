import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import { openDatabase } from '../../../src/journal/sqlite/open.ts'
import { DBA, OWNER, start } from '../../model/sample.ts'
import { approve, copied, measured, movePlan } from '../contract/stories.ts'
import { dumpProjections } from './dump.ts'
import { now, withPath } from './folder.ts'

const SCHEMA = new URL('../../../src/journal/sqlite/schema/0001.sql', import.meta.url)
const ROWS = new URL('./fixtures/schema-1.sql', import.meta.url)

/** A journal as the first Drover left it, opened by this one. */
function openOld(path: string): ReturnType<typeof createSqliteJournal> {
  const db = new Database(path)
  db.exec(readFileSync(SCHEMA, 'utf8'))
  db.exec(readFileSync(ROWS, 'utf8'))
  db.pragma('application_id = 0x44726f76')
  db.pragma('user_version = 1')
  db.close()
  return createSqliteJournal({ path, now })
}

test(
  'a journal of the first schema opens with all its runs, and its chain proves itself',
  withPath(async (path) => {
    const { journal, mailroom, verify } = openOld(path)
    const runs = await journal.list({})
    const [held, asks, ended] = runs
    assert.deepEqual(
      runs.map(({ id, status, seq }) => [id, status, seq]),
      [
        ['m3held', 'held', 3],
        ['m2asks', 'waiting', 4],
        ['m1ended', 'succeeded', 11],
      ],
    )
    assert.equal(held?.hold?.reason, 'The disk is nearly full.')
    assert.deepEqual(asks?.plan, { ...movePlan({ params: { nr: 2 }, locks: ['disk'] }) })
    assert.deepEqual(ended?.outputs['copy'], { rows: 10 })
    assert.equal(verify().ok, true)
    assert.deepEqual(
      (await journal.timings('sample')).map(({ run, step }) => [run, step]),
      [
        ['m1ended', 'ask'],
        ['m1ended', 'copy'],
      ],
    )
    assert.equal(await journal.noted('m2asks', 'log m2asks-copy-1'), '10 half')
    assert.equal(await mailroom.receive('delivery-1'), false)
    assert.equal(mailroom.keyOf('C1', '170.1'), 'm2asks/card')
    assert.deepEqual(
      mailroom.due().map(({ key }) => key),
      ['m2asks/line/3'],
    )
    await journal.stop()
  }),
)

test(
  'a run that the first schema held goes on to its end, and its locks still hold',
  withPath(async (path) => {
    const { journal } = openOld(path)
    const another = start(movePlan({ params: { nr: 4 }, locks: ['disk'] }))
    await assert.rejects(journal.send('m4more', another), { code: 'already-running' })
    for (const command of [approve(OWNER, 'owner'), measured(1, true), copied]) await journal.send('m2asks', command)
    assert.equal((await journal.get('m2asks'))?.status, 'succeeded')
    assert.equal((await journal.send('m4more', another)).run.status, 'running')
    await assert.rejects(journal.send('m1ended', approve(DBA, 'dba')), { code: 'run-ended' })
    await journal.stop()
  }),
)

test(
  'projections that were moved to the new schema are what a rebuild makes of the events',
  withPath(async (path) => {
    await openOld(path).journal.stop()
    const moved = dumped(path)
    const again = createSqliteJournal({ path, now })
    again.rebuild()
    await again.journal.stop()
    assert.equal(dumped(path), moved)
  }),
)

function dumped(path: string): string {
  const db = openDatabase(path)
  const text = dumpProjections(db)
  db.close()
  return text
}
