import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import { openDatabase } from '../../../src/journal/sqlite/open.ts'
import { start } from '../../model/sample.ts'
import { handPlan, hold } from '../contract/stories.ts'
import { now, withPath } from './folder.ts'

for (const [column, value, said] of [
  ['type', 'step-teleported', '"step-teleported" in version 1'],
  ['version', 2, '"hold-asked" in version 2'],
] as const)
  test(
    `an event of an unknown ${column} is refused by run, number and type before anything is done`,
    withPath(async (path) => {
      const { journal } = createSqliteJournal({ path, now })
      await journal.send('m7f3xq', start(handPlan()))
      await journal.send('m7f3xq', hold())
      await journal.stop()
      const db = openDatabase(path)
      db.exec('DROP TRIGGER events_are_never_changed')
      db.prepare(`UPDATE events SET ${column} = ? WHERE seq = 3`).run(value)
      db.close()
      const refusal = {
        code: 'event-from-the-future',
        message: `Event 3 of m7f3xq is ${said}, which this Drover does not know. Start the newer Drover that wrote it; starting this one is not safe.`,
      }
      assert.throws(() => createSqliteJournal({ path, now }), refusal)
      assert.throws(() => createSqliteJournal({ path, now }), refusal, 'the file was not given back')
    }),
  )
