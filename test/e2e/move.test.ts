import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CHANNEL } from '../../src/cli/demo/people.ts'
import { buttonsOn, cardWhere, openGate, press, pressAndFill, textOn, threadOf, toldAfter } from './support/cards.ts'
import { chaptersOf } from './support/chapters.ts'
import { assertEqualDatabases } from './support/databases.ts'
import { idOf } from './support/people.ts'
import { type Play, startPlay } from './support/play.ts'
import { drover } from './support/terminal.ts'

let play: Play
before(async () => {
  play = await startPlay({ docs: 500 })
})
after(() => play?.stop())

test('a team moves couch2pg through Slack, from the first look to the end', async (t) => {
  const chapter = chaptersOf(t)
  await chapter('looking around starts nothing', async () => {
    assert.equal(await play.types('dina', 'list'), 'Look before you start: /migrate plan &lt;name&gt;')
    assert.match(
      await play.types('dina', 'help start'),
      /^\/migrate start &lt;name&gt; \[param=value…\] \[override="…"\] — Start a migration/,
    )
    const plan = await play.types('dina', 'plan couch2pg-move')
    assert.match(plan, /^couch2pg-move: 44 steps: \d+ read-only, \d+ changing, 1 destructive, \d+ for people\. /)
    assert.match(plan, /Point of no return: step 41 \(drop-source-database\)\. Nothing was started\./)
    assert.match(await play.types('dina', 'status'), /^No run was ever started in this channel\./)
  })

  const started = await play.types('dina', 'start couch2pg-move watch=1s quarantine=1s sleepMins=0.02')
  const [, run = ''] = /^Run (\S+) of couch2pg-move has started\. You are its driver\./.exec(started) ?? []
  assert.notEqual(run, '', started)
  const card = await cardWhere(play, ({ text }) => text.startsWith(`couch2pg-move ${run}: `))

  await chapter('the first gate shows its evidence and asks two roles, in the channel and in person', async () => {
    const gate = await openGate(play, 'move cht to new-pg')
    assert.deepEqual(buttonsOn(gate), ['approve:dba', 'approve:data-owner', 'deny', 'refresh'])
    assert.match(textOn(gate), /All of it can be taken back\./)
    assert.match(textOn(gate), /"type":"table"/)
    await play.slack.waitFor(() => play.slack.dms(idOf('amina')).length > 0)
    assert.deepEqual(play.slack.dms(idOf('nobu')), [])

    assert.match(await play.types('nobu', `why ${run}`), /waits at go for 1 dba and 1 data-owner since \d\d:\d\d UTC\./)
    assert.equal(
      await play.types('nobu', 'who'),
      `${run}: driver <@U0DINA>, started by <@U0DINA>, who never approves.\nThey decide on the card, or type /migrate approve ${run} as=dba. /migrate evidence ${run} shows on what.`,
    )
    assert.match(await play.types('nobu', 'evidence'), /^pass: Take stock of cht on old-pg:\d+ \(/)
    assert.match(
      await play.types('nobu', 'steps'),
      new RegExp(`^Steps of ${run} \\(couch2pg-move\\), plan [0-9a-f]{12}\\.`),
    )
    assert.match(await play.types('nobu', 'status'), /is waiting, 9 of 44 steps done, now at go\./)

    await press(play, 'amina', gate, 'approve:dba')
    await press(play, 'joseph', gate, 'approve:data-owner')
  })

  await chapter('the copy is equal to the source before couch2pg starts on it', async () => {
    await openGate(play, 'start couch2pg on new-pg')
    await assertEqualDatabases(play)
    assert.match(await play.types('dina', 'logs'), /^End of the log of \S+, attempt 1\.|has written no log/)
  })

  await chapter('a decision in the terminal is judged as one in Slack', async () => {
    const nobu = await play.asks('nobu', 'approve', run, 'as=dba')
    const inSlack = await play.types('nobu', `approve ${run} as=dba`)
    assert.deepEqual(nobu, { ok: false, text: inSlack })
    assert.match(inSlack, /^Only dba can decide this as dba, and you do not hold that role\./)
    const approved = await play.asks('amina', 'approve', run, 'as=dba')
    assert.deepEqual(approved, { ok: true, text: `Approved start of ${run} as dba.` })
  })

  await chapter('users switch over by hand, and whoever did it says what', async () => {
    const gate = await openGate(play, 'switch users to the target')
    await press(play, 'joseph', gate, 'approve:data-owner')
    await press(play, 'lena', gate, 'approve:analytics-lead')
    const waiting = await cardWhere(play, (one) => one.ts === card.ts && buttonsOn(one).includes('done'))
    const told = await toldAfter(play, 'nobu', () => press(play, 'nobu', waiting, 'done'))
    assert.match(told, /^To say that it is done takes somebody with analytics-lead\./)
    const window = await pressAndFill(play, 'lena', waiting, 'done', { reason: 'Superset and Klipfolio.' })
    assert.match(window, /Point each downstream user/)
  })

  await chapter('the source is only dropped by two people who type its name', async () => {
    const retire = await openGate(play, 'retire couch2pg on old-pg')
    await press(play, 'joseph', retire, 'approve:data-owner')
    await press(play, 'sam', retire, 'approve:sre-lead')
    const drop = await openGate(play, 'Drop cht on old-pg')
    assert.match(textOn(drop), /the only other copy of the data/)
    assert.match(textOn(drop), /It cannot be undone\./)
    assert.match(
      textOn(drop),
      /cht_drover_\w+_gone on old-pg:\d+ \(which was cht\) is [\d.]+ MB with [\d,]+ rows in 8 tables\. Nobody has entered it since it was set aside at /,
    )
    assert.match(textOn(drop), /proven equal at \d{4}-\d\d-\d\d \d\d:\d\d UTC, [\d,]+ rows/)
    for (const [who, role] of [
      ['joseph', 'data-owner'],
      ['sam', 'sre-lead'],
    ] as const)
      await pressAndFill(play, who, drop, `approve:${role}`, { confirm: 'cht', reason: 'Nobody reads it any more.' })
    const backups = await openGate(play, 'delete the backups of old-pg')
    await press(play, 'joseph', backups, 'approve:data-owner')
    await press(play, 'sam', backups, 'approve:sre-lead')
    const waiting = await cardWhere(play, (one) => one.ts === card.ts && buttonsOn(one).includes('done'))
    await pressAndFill(play, 'sam', waiting, 'done', { reason: 'Deleted all but the last.' })
  })

  await chapter('the channel has one card for the run, a notice for each milestone, and no open question', async () => {
    await cardWhere(play, ({ text }) => text.startsWith('Verification finished:'))
    const posts = play.slack.messages(CHANNEL.id)
    const notices = posts.map(({ text }) => /^[A-Z][a-z ]+(?=:)/.exec(text)?.[0]).filter((word) => word !== undefined)
    assert.deepEqual(notices, ['Verified', 'Cut over', 'Verification finished'])
    const finished = posts.find(({ text }) => text.startsWith('Verification finished:'))
    assert.match(
      finished?.text ?? '',
      /^Verification finished: All 8 tables hold the same \d+ rows by a 128-bit hash of every row: an accidental difference would go unseen once in 10\^38\.\ncouch2pg-move `\w+` is done: 44 steps in \d+ (?:s|min|min \d+ s), 1 of them skipped\.$/,
    )
    assert.equal(posts.filter(({ text }) => text.startsWith(`couch2pg-move ${run}`)).length, 1)
    const last = await cardWhere(
      play,
      (one) => one.ts === card.ts && one.text.includes(': Finished: 44 steps, 1 of them skipped'),
    )
    assert.ok(last.edited)
    assert.deepEqual(buttonsOn(last), ['details'])
    const open = () => play.slack.messages(CHANNEL.id).filter((post) => buttonsOn(post).includes('deny'))
    await play.slack.waitFor(() => open().length === 0)
  })

  await chapter('the thread tells each step, with what was measured as a table', async () => {
    const lines = await play.slack.waitFor(() => {
      const all = threadOf(play, card)
      return all.some(({ text }) => text.includes('Compare the rows of cht on new-pg')) ? all : undefined
    }, 90_000)
    const copied = lines.find(({ text }) => text.includes('Copy the rows'))
    assert.match(copied?.text ?? '', /^:white_check_mark: Copy the rows · /m)
    const compared = lines.find(({ text }) => text.includes('Compare the rows of cht on new-pg'))
    assert.match(textOn(compared ?? { text: '', blocks: [] }), /"type":"table"/)
  })

  await chapter('the terminal proves the chain beside the running bot', async () => {
    const verified = await drover({ DROVER_DATA: play.dataPath }, 'audit', 'verify')
    assert.match(verified.out, /^All \d+ events are as they were written\. Head of the chain: [0-9a-f]{64}$/)
    assert.equal(verified.code, 0)
  })
})
