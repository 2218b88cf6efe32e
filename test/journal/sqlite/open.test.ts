import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import { openDatabase } from '../../../src/journal/sqlite/open.ts'
import { startChild } from './children/start-child.ts'
import { now, withPath } from './folder.ts'

test(
  'a missing folder is created for its owner only, and so is the file',
  withPath((path) => {
    const inside = join(dirname(path), 'data', 'drover.db')
    openDatabase(inside).close()
    assert.equal(statSync(dirname(inside)).mode & 0o777, 0o700)
    assert.equal(statSync(inside).mode & 0o777, 0o600)
  }),
)

test(
  'every commit waits for the disk, in WAL, with foreign keys',
  withPath((path) => {
    const db = openDatabase(path)
    const pragma = (name: string) => db.pragma(name, { simple: true })
    assert.deepEqual(
      [pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('locking_mode')],
      ['wal', 2, 1, 'exclusive'],
    )
    db.close()
  }),
)

test(
  'a second process is refused while the first one lives, and let in at once when that one died without a word',
  withPath(async (path) => {
    const owner = startChild('owner', path)
    await once(owner.stdout, 'data')
    assert.throws(() => createSqliteJournal({ path, now }), {
      code: 'journal-in-use',
      message: `Another Drover has the database ${path} open, and one bot owns a journal. Stop the other one, or set DROVER_DATA to another folder for this one.`,
    })
    await owner.endHard()
    const { journal } = createSqliteJournal({ path, now })
    await journal.stop()
  }),
)

test(
  'a journal that was stopped can be opened again in the same process',
  withPath(async (path) => {
    const first = createSqliteJournal({ path, now })
    assert.throws(() => createSqliteJournal({ path, now }), { code: 'journal-in-use' })
    await first.journal.stop()
    await createSqliteJournal({ path, now }).journal.stop()
  }),
)

test(
  'a database of a newer Drover is refused',
  withPath((path) => {
    const db = openDatabase(path)
    db.pragma('user_version = 7')
    db.close()
    assert.throws(() => openDatabase(path), {
      code: 'database-from-the-future',
      message:
        'This database is at schema 7 and this Drover knows up to 5. Start the newer Drover; starting this one is not safe.',
    })
  }),
)

test(
  'a database of another program is refused and left as it is',
  withPath((path) => {
    const other = new Database(path)
    other.exec('CREATE TABLE photos (name TEXT)')
    other.close()
    assert.throws(() => openDatabase(path), {
      code: 'not-our-database',
      message: `${path} is a database of another program, so Drover leaves it alone. Move it away, or set DROVER_DATA to another folder.`,
    })
  }),
)

test(
  'a file that is no database is refused and left as it is',
  withPath((path) => {
    const text = 'Dear diary, '.repeat(100)
    writeFileSync(path, text)
    assert.throws(() => openDatabase(path), {
      code: 'not-a-database',
      message: `${path} is not a database, so Drover leaves it alone. Move it away, restore a backup in its place, or set DROVER_DATA to another folder.`,
    })
    assert.equal(readFileSync(path, 'utf8'), text)
  }),
)

test(
  'a damaged database is refused',
  withPath((path) => {
    openDatabase(path).close()
    const pages = statSync(path).size / 4096
    const file = openSync(path, 'r+')
    for (let page = 2; page < pages; page++) writeSync(file, Buffer.alloc(2048, 0xa5), 0, 2048, page * 4096)
    closeSync(file)
    assert.throws(() => openDatabase(path), {
      code: 'journal-damaged',
      message: /^The database .+ is damaged \(.+\)\. /,
    })
  }),
)

test(
  'a path where no file can be is refused with the reason',
  withPath((path) => {
    mkdirSync(path)
    assert.throws(() => openDatabase(path), {
      code: 'journal-unreachable',
      message: `The database ${path} cannot be opened for writing (SQLITE_CANTOPEN). Check that the folder exists, belongs to the user Drover runs as, and has space left.`,
    })
    writeFileSync(`${path}-file`, '')
    chmodSync(`${path}-file`, 0o600)
    assert.throws(() => openDatabase(join(`${path}-file`, 'drover.db')), { code: 'journal-unreachable' })
  }),
)
