import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { measure, type Office, startOffice, textOf, until } from './office.ts'

let office: Office
before(async () => {
  office = await startOffice()
})
after(() => office.stop())

const gate = async (revision = 1) => {
  const { ts } = await office.message(`m7f3xq/gate/${revision}`)
  return { channel: 'ops', ts }
}

test('a run is a card, its open gate a message of its own, and who can decide gets a direct message', async () => {
  await office.toGate()
  const card = await office.card()
  assert.match(textOf(card), /move-m7f3xq · m7f3xq/)
  assert.match(textOf(await office.message('m7f3xq/gate/1')), /Approve as dba/)
  assert.match(textOf(await office.message('m7f3xq/dm/1/U0DAN')), /Approve as dba/)
  assert.match(textOf(await office.message('m7f3xq/dm/1/U0OLGA')), /Approve as data-owner/)
  const [told, ...rest] = await office.slack.waitFor(() => {
    const dms = office.slack.dms('anna')
    return dms.length > 0 ? dms : undefined
  })
  assert.match(told ? textOf(told) : '', /^Decision needed: .*You drive this run/s)
  assert.doesNotMatch(told ? textOf(told) : '', /Approve as/)
  assert.deepEqual(rest, [])
  const step = await office.message('m7f3xq/line/3')
  assert.equal(step.threadTs, card.ts)
  assert.match(step.text, /Look at the disk of new-pg/)
})

test('somebody without the role is told so in private, and nothing changes', async () => {
  await office.slack.as('noor').click(await gate(), 'approve:dba')
  await office.told('noor', 'Only dba can decide this as dba, and you do not hold that role. Ask one of them to click.')
  assert.deepEqual((await until(office, () => true)).gate?.decisions, [])
})

test('the starter is told that somebody else has to decide', async () => {
  await office.slack.as('anna').click(await gate(), 'approve:dba')
  await office.told('anna', 'You started this run, so somebody else has to decide. /migrate who m7f3xq names them.')
})

test('deny opens a window only for people who may deny, and it stays open until it has a reason', async () => {
  await office.slack.as('noor').click(await gate(), 'deny')
  await office.told('noor', /^Only dba can decide this as dba/)
  assert.equal(office.slack.as('noor').view(), undefined)
  const dan = office.slack.as('dan')
  await dan.click(await gate(), 'deny')
  const view = await office.slack.waitFor(() => dan.view())
  const { payload } = await dan.submit(view.id, { reason: '   ' })
  assert.deepEqual(payload, { response_action: 'errors', errors: { reason: 'Say why; it stays in the record.' } })
  assert.equal(dan.view()?.id, view.id)
  await dan.closeView(view.id)
})

test('closing a window decides nothing', async () => {
  const dan = office.slack.as('dan')
  await dan.click(await gate(), 'deny')
  const view = await office.slack.waitFor(() => dan.view())
  const before = await office.sqlite.journal.history('m7f3xq')
  await dan.closeView(view.id)
  assert.equal(dan.view(), undefined)
  assert.deepEqual(await office.sqlite.journal.history('m7f3xq'), before)
})

test('two clicks of one person at once count once, and the other is answered in private', async () => {
  const where = await gate()
  const dan = office.slack.as('dan')
  await Promise.all([dan.click(where, 'approve:dba'), dan.click(where, 'approve:dba')])
  const run = await until(office, ({ gate: open }) => open?.decisions.length === 1)
  assert.deepEqual(
    run.gate?.decisions.map((one) => [one.person, one.role, one.verdict, one.via]),
    [['U0DAN', 'dba', 'approve', 'button']],
  )
  await office.told('dan', /^You already said approve here as dba at /)
  const card = await office.slack.waitFor(() =>
    office.slack
      .messages('ops')
      .find((one) => one.ts === where.ts && textOf(one).includes('Approved by <@U0DAN> as dba')),
  )
  assert.equal(textOf(card).includes('"approve:dba"'), false)
})

test('when the evidence moved, the message is struck through, a new one asks, and an old click is refused', async () => {
  const where = await gate()
  const olga = office.slack.as('olga')
  const dm = await office.message('m7f3xq/dm/1/U0OLGA')
  const old = JSON.stringify(dm.blocks).match(/"action_id":"approve:data-owner","value":"([^"]+)"/)?.[1] ?? ''
  await olga.click({ channel: dm.channel, ts: dm.ts }, 'approve:data-owner')
  await until(office, ({ phase }) => phase === 'confirming')
  await measure(office, 'm7f3xq', 18_000)
  assert.match(textOf(await office.message('m7f3xq/gate/2')), /doc moved from 19000 to 18000/)
  const closed = await office.message('m7f3xq/gate/1')
  assert.match(textOf(closed), /~Approve “Go or no-go”\?~/)
  assert.equal(textOf(closed).includes('"approve:'), false)
  await office.slack.waitFor(() =>
    office.slack.dms('olga').some((one) => one.ts === dm.ts && textOf(one).includes('~')),
  )
  await olga.click(where, 'approve:data-owner', { value: old })
  await office.told('olga', 'The checks were measured again after this message. Read the newest card and decide there.')
})

test('two people who approve at the same moment both count', async () => {
  const where = await gate(2)
  const [dan, olga] = [office.slack.as('dan'), office.slack.as('olga')]
  await Promise.all([dan.click(where, 'approve:dba'), olga.click(where, 'approve:data-owner')])
  const run = await until(office, ({ phase }) => phase === 'confirming')
  assert.deepEqual(run.gate?.decisions.map(({ person }) => person).sort(), ['U0DAN', 'U0OLGA'])
  await measure(office, 'm7f3xq', 18_000)
  assert.match(textOf(await office.message('m7f3xq/gate/2')), /nothing had moved, and the run went on/)
})

test('a button of a message that is not known any more gets a sentence', async () => {
  const { ts } = await office.card()
  await office.slack.as('dan').click({ channel: 'ops', ts }, 'release', { value: 'bm90IG91cnM', blockId: 'old' })
  const next = '/migrate status lists the runs of this channel'
  await office.told('dan', `This button belongs to a message that is not known here any more. ${next}.`)
})
