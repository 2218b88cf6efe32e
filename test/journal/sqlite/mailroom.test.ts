import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSqliteJournal } from '../../../src/journal/sqlite/journal.ts'
import type { Letter, Mailroom } from '../../../src/model/mailroom.ts'
import { withPath } from './folder.ts'

const CARD: Letter = { key: 'm7f3xq/card', channel: 'C1', text: 'Copying', blocks: [{ type: 'divider' }] }
const DUE = { key: CARD.key, channel: CARD.channel, hasFile: false }
const HOUR_MS = 3_600_000

/** A mailroom whose clock the test moves. */
function withMailroom(
  body: (given: { mailroom: Mailroom; pass: (ms: number) => void; reopen: () => Mailroom }) => Promise<void> | void,
): () => Promise<void> {
  return withPath(async (path) => {
    let nowMs = Date.parse('2026-11-02T09:00:00.000Z')
    const open = () => createSqliteJournal({ path, now: () => new Date(nowMs) })
    let opened = open()
    const reopen = () => {
      void opened.journal.stop()
      opened = open()
      return opened.mailroom
    }
    await body({
      mailroom: opened.mailroom,
      reopen,
      pass: (ms) => {
        nowMs += ms
      },
    })
    await opened.journal.stop()
  })
}

test(
  'a delivery is new once, also after a restart',
  withMailroom(async ({ mailroom, reopen }) => {
    const together = ['Ev1', 'Ev1', 'Ev2'].map((key) => mailroom.receive(key))
    assert.deepEqual(await Promise.all(together), [true, false, true])
    assert.equal(await mailroom.receive('Ev1'), false)
    assert.equal(await reopen().receive('Ev1'), false)
  }),
)

test(
  'what is received while the journal closes is on the disk',
  withMailroom(async ({ mailroom, reopen }) => {
    const receiving = mailroom.receive('Ev1')
    const again = reopen()
    assert.equal(await receiving, true)
    assert.equal(await again.receive('Ev1'), false)
  }),
)

test(
  'a delivery is remembered for a week, and not for ever',
  withMailroom(async ({ mailroom, pass }) => {
    await mailroom.receive('Ev1')
    pass(7 * 24 * HOUR_MS - 1)
    assert.equal(await mailroom.receive('Ev1'), false)
    pass(2 * HOUR_MS)
    assert.equal(await mailroom.receive('Ev1'), true)
  }),
)

test(
  'a letter is due until its newest version was sent',
  withMailroom(({ mailroom }) => {
    mailroom.put(CARD)
    assert.deepEqual(mailroom.due(), [{ ...DUE, version: 1 }])
    mailroom.put({ ...CARD, text: 'Copied' })
    mailroom.sent(CARD.key, 1, '170.1')
    assert.deepEqual(mailroom.due(), [{ ...DUE, version: 2, ts: '170.1' }])
    const { text, version, sentVersion, ts } = mailroom.find(CARD.key) ?? {}
    assert.deepEqual([text, version, sentVersion, ts], ['Copied', 2, 1, '170.1'])
    mailroom.sent(CARD.key, 2, '170.1')
    assert.deepEqual(mailroom.due(), [])
  }),
)

test(
  'a letter that says the same again is not sent again',
  withMailroom(({ mailroom }) => {
    mailroom.put(CARD)
    mailroom.sent(CARD.key, 1, '170.1')
    mailroom.put({ ...CARD })
    assert.deepEqual(mailroom.due(), [])
    assert.equal(mailroom.find(CARD.key)?.version, 1)
  }),
)

test(
  'letters are due in the order they were put, and a waiting one keeps its place when it changes',
  withMailroom(({ mailroom }) => {
    for (const key of ['a', 'b', 'c']) mailroom.put({ ...CARD, key })
    mailroom.put({ ...CARD, key: 'a', text: 'Changed' })
    assert.deepEqual(keys(mailroom), ['a', 'b', 'c'])
    mailroom.sent('a', 2, '170.1')
    mailroom.put({ ...CARD, key: 'a', text: 'Changed again' })
    assert.deepEqual(keys(mailroom), ['b', 'c', 'a'])
  }),
)

test(
  'everything a letter holds comes back, also after a restart',
  withMailroom(({ mailroom, reopen }) => {
    const letter = { ...CARD, threadKey: 'm7f3xq/card', file: { name: 'log.txt', text: 'line\n' }, key: 'm7f3xq/log' }
    mailroom.put(letter)
    assert.deepEqual(reopen().find('m7f3xq/log'), { ...letter, version: 1, sentVersion: 0 })
  }),
)

test(
  'the first try is remembered, so that a send whose answer was lost is looked for',
  withMailroom(({ mailroom, pass }) => {
    mailroom.put(CARD)
    mailroom.trying(CARD.key)
    pass(HOUR_MS)
    mailroom.trying(CARD.key)
    assert.equal(mailroom.find(CARD.key)?.triedAt, '2026-11-02T09:00:00.000Z')
  }),
)

test(
  'a message is found by its channel and ts',
  withMailroom(({ mailroom }) => {
    mailroom.put(CARD)
    mailroom.sent(CARD.key, 1, '170.1')
    assert.equal(mailroom.keyOf('C1', '170.1'), CARD.key)
    assert.equal(mailroom.keyOf('C2', '170.1'), undefined)
  }),
)

test(
  'what Slack refused waits until its content changes',
  withMailroom(({ mailroom }) => {
    mailroom.put(CARD)
    mailroom.refused(CARD.key, 1, 'invalid_blocks')
    assert.deepEqual(mailroom.due(), [])
    assert.equal(mailroom.find(CARD.key)?.refused, 'invalid_blocks')
    mailroom.put({ ...CARD, text: 'Plain' })
    assert.deepEqual(keys(mailroom), [CARD.key])
    mailroom.refused(CARD.key, 1, 'too late')
    assert.deepEqual(keys(mailroom), [CARD.key])
  }),
)

test(
  'a message that is gone from Slack is posted anew',
  withMailroom(({ mailroom }) => {
    mailroom.put(CARD)
    mailroom.trying(CARD.key)
    mailroom.sent(CARD.key, 1, '170.1')
    mailroom.lost(CARD.key)
    assert.deepEqual(mailroom.due(), [{ ...DUE, version: 1 }])
    assert.equal(mailroom.keyOf('C1', '170.1'), undefined)
  }),
)

test(
  'a letter that is there stays as it is when only a missing one is put; a refused one is tried again',
  withMailroom(({ mailroom }) => {
    mailroom.putMissing(CARD)
    mailroom.putMissing({ ...CARD, text: 'Else' })
    assert.equal(mailroom.find(CARD.key)?.text, 'Copying')
    mailroom.refused(CARD.key, 1, 'not_in_channel')
    mailroom.putMissing(CARD)
    assert.deepEqual(mailroom.due(), [{ ...DUE, version: 2 }])
    mailroom.refused(CARD.key, 2, 'not_in_channel')
    mailroom.put(CARD)
    assert.deepEqual(mailroom.due(), [])
    mailroom.putAgain(CARD)
    assert.deepEqual(mailroom.due(), [{ ...DUE, version: 3 }])
  }),
)

test(
  'lines that go out in one message remember which, also after a restart, until one goes out alone',
  withMailroom(({ mailroom, reopen }) => {
    for (const key of ['a', 'b', 'c']) mailroom.put({ ...CARD, key, threadKey: CARD.key })
    mailroom.trying('a', ['b', 'c'])
    const again = reopen()
    const partOf = () => again.due().map(({ key, triedAt, partOf: whose }) => [key, triedAt !== undefined, whose])
    assert.deepEqual(partOf(), [
      ['a', true, undefined],
      ['b', true, 'a'],
      ['c', true, 'a'],
    ])
    again.trying('b')
    assert.deepEqual(partOf()[1], ['b', true, undefined])
  }),
)

test(
  'changes made together are all there or none is',
  withMailroom(({ mailroom }) => {
    mailroom.together(() => {
      mailroom.put({ ...CARD, key: 'a' })
      mailroom.together(() => mailroom.put({ ...CARD, key: 'b' }))
    })
    assert.deepEqual(keys(mailroom), ['a', 'b'])
    const broken = (): void => {
      mailroom.put({ ...CARD, key: 'c' })
      mailroom.trying('a', ['b'])
      throw new Error('in the middle')
    }
    assert.throws(() => mailroom.together(broken), { message: 'in the middle' })
    assert.deepEqual(keys(mailroom), ['a', 'b'])
    assert.equal(mailroom.find('a')?.triedAt, undefined)
  }),
)

test(
  'letters nobody put are nowhere',
  withMailroom(({ mailroom }) => {
    assert.equal(mailroom.find('nothing'), undefined)
    mailroom.sent('nothing', 1, '170.1')
    assert.deepEqual(mailroom.due(), [])
  }),
)

function keys(mailroom: Mailroom): readonly string[] {
  return mailroom.due().map(({ key }) => key)
}
