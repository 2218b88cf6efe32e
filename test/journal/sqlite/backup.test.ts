import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import { restore } from '../../../src/journal/sqlite/restore.ts'
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

/** A backup of a journal with one run that waits. */
async function backedUp(path: string): Promise<string> {
  const opened = createSqliteJournal({ path, now })
  await opened.journal.send('m7f3xq', start(handPlan()))
  await opened.backup(`${path}.copy`)
  await opened.journal.stop()
  return `${path}.copy`
}

test(
  'a backup is restored where no journal is, says how far it goes, and stays as it was',
  withPath(async (path) => {
    const copy = await backedUp(path)
    const bytes = readFileSync(copy)
    const to = join(dirname(path), 'new', 'drover.sqlite')
    const { events, newest, active } = await restore(copy, { path: to, now })
    assert.deepEqual(
      [events, newest?.run, newest?.event.type, active.map(({ id }) => id)],
      [2, 'm7f3xq', 'step-started', ['m7f3xq']],
    )
    assert.deepEqual(readFileSync(copy), bytes)
    assert.deepEqual(readdirSync(dirname(to)).sort(), ['drover.sqlite', 'drover.sqlite.head'])
    assert.equal(statSync(to).mode & 0o777, 0o600)
    const opened = createSqliteJournal({ path: to, now })
    assert.equal((await opened.journal.send('m7f3xq', done)).run.status, 'succeeded')
    await opened.journal.stop()
  }),
)

test(
  'a restore never takes the place of a journal, nor of what is left of one',
  withPath(async (path) => {
    const copy = await backedUp(path)
    await assert.rejects(restore(copy, { path, now }), {
      code: 'journal-there',
      message: `${path} is there, and Drover overwrites no journal. Stop the bot, move ${path} and the files whose names begin with it to another folder and keep them; then do it again.`,
    })
    writeFileSync(`${path}.other-wal`, 'x')
    await assert.rejects(restore(copy, { path: `${path}.other`, now }), { code: 'journal-there' })
  }),
)

test(
  'a backup that does not prove itself is not restored, and nothing is left of the try',
  withPath(async (path) => {
    const copy = await backedUp(path)
    const to = join(dirname(path), 'new', 'drover.sqlite')
    const whole = readFileSync(copy)
    const at = whole.indexOf('"migration":')
    writeFileSync(copy, Buffer.concat([whole.subarray(0, at), Buffer.from('"migratioN":'), whole.subarray(at + 12)]))
    await assert.rejects(restore(copy, { path: to, now }), { code: 'backup-damaged' })
    writeFileSync(copy, whole)
    truncateSync(copy, 4096 * 3)
    await assert.rejects(restore(copy, { path: to, now }), (error: Error) =>
      error.message.includes(`${copy} does not hold`),
    )
    assert.deepEqual(readdirSync(dirname(to)), [])
    await assert.rejects(restore(`${copy}.x`, { path: to, now }), { code: 'no-backup' })
    writeFileSync(`${path}-wal`, 'x')
    await assert.rejects(restore(path, { path: to, now }), { code: 'not-a-backup' })
  }),
)
