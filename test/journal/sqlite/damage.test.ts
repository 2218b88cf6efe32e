import assert from 'node:assert/strict'
import {
  closeSync,
  cpSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { test } from 'node:test'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import { UserError } from '../../../src/model/user-error.ts'
import { start } from '../../model/sample.ts'
import { handPlan, hold } from '../contract/stories.ts'
import { now, withPath } from './folder.ts'

const RESTORE =
  /Move .+ and the files whose names begin with it to another folder and keep them; then bring back the newest backup: drover restore <file>\.$/
const RUNS = 60

/** A journal as a bot that died at once leaves it, its newest events in the -wal. Gives the number of its events. */
async function written(path: string): Promise<number> {
  const opened = createSqliteJournal({ path: `${path}.live`, now })
  for (let nr = 0; nr < RUNS; nr++) await opened.journal.send(`run-${nr}`, start(handPlan({ params: { nr } })))
  for (const end of ['', '-wal', '.head']) cpSync(`${path}.live${end}`, `${path}${end}`)
  const events = opened.events()
  await opened.journal.stop()
  return events
}

/** The same after the bot was ended properly: everything in the one file. */
async function settled(path: string): Promise<number> {
  const events = await written(path)
  await createSqliteJournal({ path, now }).journal.stop()
  return events
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at)
  writeFileSync(path, bytes)
}

function refusal(path: string): UserError {
  try {
    void createSqliteJournal({ path, now }).journal.stop()
  } catch (cause) {
    if (cause instanceof UserError) return cause
    throw cause
  }
  throw new Error('the journal was opened')
}

test(
  'a journal whose bot died without a word is whole',
  withPath(async (path) => {
    const events = await written(path)
    const opened = createSqliteJournal({ path, now })
    assert.deepEqual(opened.verify(), { ok: true, events, head: opened.head() })
    await opened.journal.stop()
  }),
)

test(
  'a deleted -wal is missed, with what is left and where to go on, and nothing is changed',
  withPath(async (path) => {
    const events = await written(path)
    rmSync(`${path}-wal`)
    const before = readFileSync(path)
    const { code, message } = refusal(path)
    assert.equal(code, 'history-lost')
    assert.match(
      message,
      new RegExp(
        `^Drover had written ${events} events to .+ \\(head [0-9a-f]{12}\\), and the newest of them are not there any more\\. `,
      ),
    )
    assert.match(message, RESTORE)
    assert.deepEqual(readFileSync(path), before)
  }),
)

test(
  'a byte flipped in the -wal, in the newest transaction too, is missed, and the -wal stays as it is',
  withPath(async (path) => {
    await written(path)
    for (const fromEnd of [20, Math.floor(statSync(`${path}-wal`).size / 2)]) {
      flip(`${path}-wal`, statSync(`${path}-wal`).size - fromEnd)
      const before = readFileSync(`${path}-wal`)
      const { code, message } = refusal(path)
      assert.equal(code, 'history-lost')
      assert.match(message, /Its history is intact up to event 2 of run-\d+ \(step-started, .+\), number \d+ of all\./)
      assert.deepEqual(readFileSync(`${path}-wal`), before)
      flip(`${path}-wal`, statSync(`${path}-wal`).size - fromEnd)
    }
    await createSqliteJournal({ path, now }).journal.stop()
  }),
)

test(
  'the end of a transaction that nobody was told of is left out, and the journal opens',
  withPath(async (path) => {
    const events = await written(path)
    const wal = readFileSync(`${path}-wal`)
    writeFileSync(`${path}-wal`, Buffer.concat([wal, wal.subarray(32, 32 + 3000)]))
    const opened = createSqliteJournal({ path, now })
    assert.equal(opened.events(), events)
    await opened.journal.stop()
  }),
)

test(
  'a truncated file is refused, and so is one that is empty or gone',
  withPath(async (path) => {
    await settled(path)
    truncateSync(path, Math.floor(statSync(path).size / 2 / 4096) * 4096)
    const { code, message } = refusal(path)
    assert.equal(code, 'journal-damaged')
    assert.match(
      message,
      / is damaged \(SQLITE_CORRUPT\)\. Nothing of its history can be read\. Nothing was changed\. /,
    )
    assert.match(message, RESTORE)
    truncateSync(path, 0)
    assert.equal(refusal(path).code, 'history-lost')
    rmSync(path)
    assert.match(refusal(path).message, /^Drover had written \d+ events to .+, and the file is gone\. /)
    assert.equal(existsSync(path), false)
  }),
)

test(
  'a byte flipped in an event is found before anything is done by it, and the event is named',
  withPath(async (path) => {
    await settled(path)
    flip(path, readFileSync(path).indexOf('"nr":31') + 5)
    const opened = createSqliteJournal({ path, now })
    assert.throws(() => opened.prove(), {
      code: 'history-broken',
      message: new RegExp(
        `^Event 1 of run-31 \\(started, .+\\) was changed after it was written\\. .+ ${RESTORE.source}`,
      ),
    })
    await opened.journal.stop()
  }),
)

test(
  'a page that is not one any more is refused, whichever it is',
  withPath(async (path) => {
    await settled(path)
    const whole = readFileSync(path)
    for (let page = 1; page < whole.length / 4096; page += 5) {
      writeFileSync(
        path,
        Buffer.concat([whole.subarray(0, page * 4096), Buffer.alloc(4096, 0xa5), whole.subarray((page + 1) * 4096)]),
      )
      try {
        const opened = createSqliteJournal({ path, now })
        try {
          assert.throws(() => opened.prove(), UserError, `page ${page} was taken as it is`)
        } finally {
          await opened.journal.stop()
        }
      } catch (cause) {
        assert.ok(cause instanceof UserError, `page ${page}: ${String(cause)}`)
      }
    }
  }),
)

test(
  'a witness that nobody can read vouches for nothing, and one that knows less is no trouble',
  withPath(async (path) => {
    await settled(path)
    const head = readFileSync(`${path}.head`)
    for (const text of ['', 'what is this', head.subarray(0, 40)]) {
      writeFileSync(`${path}.head`, text)
      await createSqliteJournal({ path, now }).journal.stop()
      assert.deepEqual(readFileSync(`${path}.head`), head)
    }
    const opened = createSqliteJournal({ path, now })
    await opened.journal.send('run-1', hold())
    await opened.journal.stop()
    assert.notDeepEqual(readFileSync(`${path}.head`), head)
  }),
)

test(
  'a journal may be given back twice, and no other file is closed by it',
  withPath(async (path) => {
    const { journal } = createSqliteJournal({ path, now })
    await journal.stop()
    const other = openSync(path, 'r')
    await journal.stop()
    closeSync(other)
  }),
)
