import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import { openDatabase } from '../../../src/journal/sqlite/open.ts'
import { UserError } from '../../../src/model/user-error.ts'
import { createDice } from '../../model/dice.ts'
import { randomCommand } from '../../model/random-command.ts'
import { randomPlan } from '../../model/random-plan.ts'
import { start } from '../../model/sample.ts'
import { dumpProjections } from './dump.ts'
import { now, withPath } from './folder.ts'

test(
  'projections rebuilt from events are equal to the byte, and everything else stays',
  withPath(async (path) => {
    const { journal, mailroom } = createSqliteJournal({ path, now })
    await playRuns(journal, 60)
    await mailroom.receive('delivery')
    mailroom.put({ key: 'card', channel: 'C1', text: 'Hello', blocks: [] })
    await journal.note('run0', 'offset', '10')
    await journal.stop()
    const before = dumped(path)
    assert.ok(before.length > 50_000)
    const again = createSqliteJournal({ path, now })
    const head = again.head()
    again.rebuild()
    assert.equal(again.head(), head)
    assert.equal(await again.mailroom.receive('delivery'), false)
    assert.equal(again.mailroom.find('card')?.text, 'Hello')
    assert.equal(await again.journal.noted('run0', 'offset'), '10')
    await again.journal.stop()
    assert.equal(dumped(path), before)
  }),
)

test(
  'a restart in the middle of every run changes no byte of what is kept',
  withPath(async (path) => {
    await playRuns(createSqliteJournal({ path, now }).journal, 5, true)
    const through = dumped(path)
    await playRuns(restarting(`${path}-2`), 5, true)
    assert.equal(dumped(`${path}-2`), through)
  }),
)

test(
  'projections that an older program made are made again when the journal opens',
  withPath(async (path) => {
    const { journal } = createSqliteJournal({ path, now })
    await playRuns(journal, 3)
    await journal.stop()
    const before = dumped(path)
    const db = openDatabase(path)
    db.exec('UPDATE journal SET projected_by = 0; DELETE FROM timings; DELETE FROM attempts')
    db.close()
    await createSqliteJournal({ path, now }).journal.stop()
    assert.equal(dumped(path), before)
  }),
)

type Sending = Pick<ReturnType<typeof createSqliteJournal>['journal'], 'send' | 'stop'>

async function playRuns(journal: Sending, runs: number, stops = false): Promise<void> {
  for (let nr = 0; nr < runs; nr++) {
    const dice = createDice(nr)
    let { run } = await journal.send(`run${nr}`, start({ ...randomPlan(dice), params: { nr } }))
    for (let left = 40; left > 0; left--) {
      const sent = await journal.send(run.id, randomCommand(dice, run, [], false)).catch(unlessRefused)
      run = sent?.run ?? run
    }
  }
  if (stops) await journal.stop()
}

/** A journal that is opened for each command and stopped after it. */
function restarting(path: string): Sending {
  return {
    async send(runId, command) {
      const { journal } = createSqliteJournal({ path, now })
      try {
        return await journal.send(runId, command)
      } finally {
        await journal.stop()
      }
    },
    stop: async () => undefined,
  }
}

function unlessRefused(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error
}

function dumped(path: string): string {
  const db = openDatabase(path)
  const text = dumpProjections(db)
  db.close()
  return text
}

test(
  'events that were changed are not folded again: the projections stay, and the sentence names the first',
  withPath(async (path) => {
    const { journal } = createSqliteJournal({ path, now })
    await playRuns(journal, 3)
    await journal.stop()
    const db = openDatabase(path)
    db.exec(
      "DROP TRIGGER events_are_never_changed; UPDATE events SET actor = 'U0EVIL' WHERE id = 2; UPDATE journal SET projected_by = 0",
    )
    db.close()
    assert.throws(() => createSqliteJournal({ path, now }), {
      name: 'UserError',
      code: 'history-broken',
      message:
        /^Event 2 of run0 \(.*\) was changed after it was written\. The history of this journal cannot be trusted/,
    })
  }),
)
