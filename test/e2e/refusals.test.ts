import assert from 'node:assert/strict'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { CHANNEL } from '../../src/cli/demo/people.ts'
import {
  buttonsOn,
  buttonValues,
  cardWhere,
  openGate,
  press,
  pressAndFill,
  pressOld,
  toldAfter,
} from './support/cards.ts'
import type { Name } from './support/people.ts'
import { eventsOf, type Play, QUICK, startPlay } from './support/play.ts'

let play: Play
before(async () => {
  play = await startPlay({ docs: 200 })
})
after(() => play?.stop())
afterEach(() => play?.clearsAway())

const LOOK = '/migrate plan couch2pg-move shows what it takes.'

/** What is typed after `/migrate start couch2pg-move`, and what Drover answers. */
const BAD_STARTS: readonly (readonly [string, string])[] = [
  [
    'target=',
    `target: expected the name of a host in drover.yml, such as new-pg, got "".\nNothing was started. ${LOOK}`,
  ],
  ['target=old-pg', `source and target are the same host. A move needs two.\nNothing was started. ${LOOK}`],
  [
    'target=new-pgg',
    'There is no host new-pgg in drover.yml. Did you mean new-pg? It has old-pg, new-pg.\nNothing was started.',
  ],
  ['sourcePort=abc', `sourcePort: expected a port from 1 to 65535, got "abc".\nNothing was started. ${LOOK}`],
  ['target=new-pg target=old-pg', 'target was given twice. Give it once and send the line again; nothing was done.'],
  ['quickly', '"quickly" is neither a param nor an option. Params are written name=value. Nothing was started.'],
  [
    'method=dump relay=direct',
    'relay: method=dump sends its file through Drover, so that it can go on after a cut. Nothing was started. Leave out relay=direct for old-pg and new-pg.',
  ],
  [
    'couchdbUrl=https://medic:hunter2@cht.example.org/medic',
    "couchdbUrl looks like it holds a password or token. This message may stay in Slack's history, so that secret has to be changed. Put the new one under secrets: in drover.yml and pass couchdbUrl=<its name>. Nothing was done.",
  ],
  [
    'sourcePassword=hunter2',
    "A param names a secret that is not in drover.yml. It has source-pg, target-pg, couchdb. If you typed a password, change it, since this line may stay in Slack's history; put the new one under secrets and type its name.\nNothing was started.",
  ],
  [
    'sourcePassword=sorce-pg',
    'There is no secret sorce-pg in drover.yml. Did you mean source-pg? It has source-pg, target-pg, couchdb.\nNothing was started.',
  ],
  [
    'database="$(touch BAIT)"',
    `database: expected a name of small letters, digits and _, such as cht, got "$(touch BAIT)".\nNothing was started. ${LOOK}`,
  ],
  [
    `database='a"; touch BAIT #'`,
    `database: expected a name of small letters, digits and _, such as cht, got "a"; touch BAIT #".\nNothing was started. ${LOOK}`,
  ],
  [
    'database="a\ntouch BAIT"',
    `database: expected a name of small letters, digits and _, such as cht, got "a\ntouch BAIT".\nNothing was started. ${LOOK}`,
  ],
  ['workDir=-rf', `workDir: expected an absolute path such as /srv/couch2pg, got "-rf".\nNothing was started. ${LOOK}`],
  [
    '"database=cht',
    'A quote in this line is not closed. Put the same quote at its end and send the line again; nothing was done.',
  ],
]

test('a start that cannot be meant is refused with its reason, and nothing runs', async (t) => {
  for (const [words, answer] of BAD_STARTS)
    await t.test(words, async () => {
      assert.equal(plain(await play.types('dina', `start couch2pg-move ${baited(words)}`)), baited(answer))
    })
  await t.test('an unknown migration', async () => {
    assert.equal(
      await play.types('dina', 'start couch2pg-mvoe'),
      'There is no migration called "couch2pg-mvoe". Did you mean couch2pg-move? Nothing was started. /migrate list shows all.',
    )
  })
  await t.test('gates that nobody could pass', async () => {
    assert.equal(
      await play.types('amina', 'start couch2pg-move'),
      'go needs 1 dba and 1 data-owner, each a different person; for dba nobody but the starter holds it. Nothing was started. Add people under roles in drover.yml, or let somebody else start it.',
    )
  })
  await assertUntouched()
  assert.equal(
    await play.types('dina', 'status'),
    'No run was ever started in this channel. /migrate list shows what can be started.',
  )
})

test('reasons arrive as they were typed, and nothing in them is run', async () => {
  const run = await play.begins()
  const card = await cardWhere(play, ({ text }) => text.startsWith(`couch2pg-move ${run}: Waiting for a decision`))
  const reason = baited(`it's "full" $(touch BAIT) \`touch BAIT\`; touch BAIT\n-rf <!channel> & done`)
  await pressAndFill(play, 'nobu', card, 'hold', { reason })
  await play.comesTo(run, { status: 'held' })
  const events = await eventsOf(play)
  const held = events.find((event) => event.run === run && event.type === 'hold-asked')
  assert.deepEqual(JSON.parse(held?.data ?? '{}'), { reason })
  const notice = await play.slack.waitFor(
    () => play.slack.messages(CHANNEL.id).find(({ text }) => text.startsWith('Held:') && text.includes(run)),
    30_000,
  )
  assert.match(notice.text, /&lt;!channel&gt; &amp; done/)
  await assertUntouched()
})

/** A file that is only there when something typed was run by a shell. */
const baited = (text: string) => text.replaceAll('BAIT', join(play.bed.dir, 'bait'))

async function assertUntouched(): Promise<void> {
  await assert.rejects(access(join(play.bed.dir, 'bait')))
}

/** Text as people read it: Slack's three escapes taken back. */
function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

test('a decision that does not count is refused in private, and the gate stays as it was', async () => {
  const run = await play.begins()
  const gate = await openGate(play, 'move cht to new-pg')
  const click = (who: Name, action: string) => toldAfter(play, who, () => press(play, who, gate, action))
  const old = buttonValues(gate)

  assert.match(
    await play.types('nobu', `start couch2pg-move ${QUICK.join(' ')}`),
    new RegExp(
      `^couch2pg-move with these params is already running as ${run} \\(started by <@U0DINA> .+ ago\\)\\. Nothing was started\\. /migrate why ${run} says what it waits for, /migrate lock what it keeps\\.$`,
    ),
  )
  assert.match(
    await play.types('nobu', 'start couch2pg-move method=dump'),
    new RegExp(
      `^database:old-pg:\\d+/cht is in use by ${run} \\(couch2pg-move, started by <@U0DINA> .+ ago\\)\\. Nothing was started\\. /migrate why ${run} says what it waits for, /migrate lock what it keeps\\.$`,
    ),
  )
  assert.equal(
    await play.types('amina', 'approve as=chef'),
    'go does not ask for chef. It asks for dba and data-owner.',
  )
  assert.equal(
    await play.types('amina', 'approve'),
    `Say in which role: /migrate approve ${run} as=dba. /migrate evidence ${run} shows what you would decide on.`,
  )
  assert.equal(
    await click('nobu', 'approve:dba'),
    'Only dba can decide this as dba, and you do not hold that role. Ask one of them to click.',
  )
  assert.equal(
    await click('dina', 'approve:dba'),
    `You started this run, so somebody else has to decide. /migrate who ${run} names them.`,
  )
  await press(play, 'amina', gate, 'approve:dba')
  await cardWhere(play, (card) => card.ts === gate.ts && buttonsOn(card).includes('withdraw'))
  assert.match(
    await toldAfter(play, 'amina', () => pressOld(play, 'amina', gate, 'approve:dba', old)),
    /^You already said approve here as dba at \d\d:\d\d UTC\. One person counts once; withdraw it first if you changed your mind\.$/,
  )
  assert.equal(
    await play.types('joseph', 'deny as=data-owner'),
    'A deny needs a reason, so that the driver knows what to change.',
  )

  await pressAndFill(play, 'joseph', gate, 'deny', { reason: 'Wait for the backup.' })
  await play.comesTo(run, { status: 'held' })
  await play.asks('dina', 'release', run)
  await play.comesTo(run, { step: 'go', status: 'waiting' })
  assert.equal(
    await toldAfter(play, 'amina', () => pressOld(play, 'amina', gate, 'approve:dba', old)),
    'The checks were measured again after this message. Read the newest card and decide there.',
  )
  await play.asks('dina', 'abort', run, 'reason=Enough.')
  await play.comesTo(run, { status: 'aborted' })
  assert.equal(
    await toldAfter(play, 'amina', () => pressOld(play, 'amina', gate, 'approve:dba', old)),
    `Run ${run} has ended (aborted). Nothing changes any more; /migrate status ${run} shows it.`,
  )
  const events = await eventsOf(play)
  assert.equal(events.filter((event) => event.run === run && event.type === 'decided').length, 2)
})
