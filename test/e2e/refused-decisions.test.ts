import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
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
