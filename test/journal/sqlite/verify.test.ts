import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { test } from 'node:test'
import type { Database } from 'better-sqlite3'
import { GENESIS } from '../../../src/journal/chain.ts'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import { openDatabase } from '../../../src/journal/sqlite/open.ts'
import { witnessPath } from '../../../src/journal/sqlite/witness.ts'
import { UserError } from '../../../src/model/user-error.ts'
import { start } from '../../model/sample.ts'
import { done, handPlan, hold } from '../contract/stories.ts'
import { now, withPath } from './folder.ts'

const ADVICE =
  'The history of this journal cannot be trusted as it is. Compare it with a backup and with the head printed in the gate cards, and keep the file.'

test(
  'a chain that nobody touched proves itself, and its head moves with every event',
  withPath(async (path) => {
    const { journal, verify, head } = createSqliteJournal({ path, now })
    assert.deepEqual(verify(), { ok: true, events: 0, head: GENESIS })
    await journal.send('one', start(handPlan()))
    const first = head()
    await journal.send('one', done)
    assert.notEqual(head(), first)
    assert.deepEqual(verify(), { ok: true, events: 4, head: head() })
    assert.equal((await journal.history('one')).at(-1)?.hash, head())
    await journal.stop()
  }),
)

test(
  'rows are never changed or deleted by a program that forgot itself',
  withPath(async (path) => {
    await written(path)
    const db = openDatabase(path)
    assert.throws(() => db.exec("UPDATE events SET actor = 'U9'"), /events are append-only/)
    assert.throws(() => db.exec('DELETE FROM events'), /events are append-only/)
    db.close()
  }),
)

test(
  'one byte changed in any row is found, and the row is named',
  withPath(async (path) => {
    const count = await written(path)
    for (let id = 1; id <= count; id++) {
      const { run, seq, type } = flipByte(path, id)
      assert.equal(
        sentenceOf(path),
        `Event ${seq} of ${run} (${type}, 2026-11-02T09:00:00.000Z) was changed after it was written. ${ADVICE}`,
      )
      flipByte(path, id)
      assert.equal(sentenceOf(path), undefined)
    }
  }),
)

const TAMPERINGS = {
  'an actor changed': [
    "UPDATE events SET actor = 'U9' WHERE id = 2",
    'Event 2 of one (step-started, 2026-11-02T09:00:00.000Z) was changed after it was written.',
  ],
  'an event moved to another run': [
    "UPDATE events SET run = 'six', seq = 1 WHERE id = 5",
    'Event 1 of six (hold-asked, 2026-11-02T09:00:00.000Z) was changed after it was written.',
  ],
  'an event taken out of the middle': [
    'DELETE FROM events WHERE id = 3',
    'Before event 2 of two (step-started, 2026-11-02T09:00:00.000Z) something was removed or put in.',
  ],
  'a whole run taken from the end': [
    "DELETE FROM events WHERE run = 'three'",
    'The journal wrote 7 events and holds 5: the newest were removed or replaced.',
  ],
  'everything taken': [
    'DELETE FROM events',
    'The journal wrote 7 events and holds 0: the newest were removed or replaced.',
  ],
} as const

for (const [what, [sql, sentence]] of Object.entries(TAMPERINGS))
  test(
    `${what} is found`,
    withPath(async (path) => {
      await written(path)
      tamper(path, (db) => db.exec(sql))
      assert.equal(sentenceOf(path), `${sentence} ${ADVICE}`)
    }),
  )

test(
  'what active runs are made of is proven alone, from the first event of the oldest of them',
  withPath(async (path) => {
    const { journal } = createSqliteJournal({ path, now })
    await journal.send('old', start(handPlan({ params: { nr: 1 } })))
    await journal.send('old', done)
    await journal.send('live', start(handPlan({ params: { nr: 2 } })))
    await journal.stop()
    const refusals = async (run: string) => {
      tamper(path, (db) => db.exec(`UPDATE events SET actor = actor || 'x' WHERE run = '${run}' AND seq = 1`))
      const { prove, proveActive, journal: opened } = createSqliteJournal({ path, now })
      const codes = [prove, proveActive].map(codeOf)
      await opened.stop()
      return codes
    }
    assert.deepEqual(await refusals('old'), ['history-broken', undefined])
    assert.deepEqual(await refusals('live'), ['history-broken', 'history-broken'])
  }),
)

function codeOf(attempt: () => void): string | undefined {
  try {
    attempt()
    return undefined
  } catch (error) {
    return error instanceof UserError ? error.code : String(error)
  }
}

/** Three runs, seven events. */
async function written(path: string): Promise<number> {
  const { journal } = createSqliteJournal({ path, now })
  await journal.send('one', start(handPlan({ params: { nr: 1 } })))
  await journal.send('two', start(handPlan({ params: { nr: 2 } })))
  await journal.send('one', hold())
  await journal.send('three', start(handPlan({ params: { nr: 3 } })))
  await journal.stop()
  return 7
}

/** Whoever bends a history takes away what vouches for its length, too. */
function tamper(path: string, change: (db: Database) => void): void {
  rmSync(witnessPath(path))
  const db = openDatabase(path)
  db.exec('DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_deleted')
  change(db)
  db.exec(`CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, ''); END;
    CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, ''); END`)
  db.close()
}

interface Flipped {
  readonly run: string
  readonly seq: number
  readonly type: string
  readonly data: string
}

function flipByte(path: string, id: number): Flipped {
  const found: Flipped[] = []
  tamper(path, (db) => {
    const row = db.prepare<[number], Flipped>('SELECT run, seq, type, data FROM events WHERE id = ?').get(id)
    if (!row) return
    found.push(row)
    const bytes = Buffer.from(row.data)
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1)
    db.prepare('UPDATE events SET data = ? WHERE id = ?').run(bytes.toString(), id)
  })
  const [row] = found
  assert.ok(row)
  return row
}

/** What the proof says, from a process that does not try to understand the events. */
function sentenceOf(path: string): string | undefined {
  const opened = createSqliteJournal({ path, now })
  const result = opened.verify()
  void opened.journal.stop()
  return result.ok ? undefined : result.sentence
}
