import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Due } from '../../../src/model/mailroom.ts'
import { choose } from '../../../src/slack/outbox/choose.ts'
import { createLanes } from '../../../src/slack/outbox/lanes.ts'

const letter = (key: string, more: Partial<Due> = {}): Due => ({
  key,
  channel: 'C1',
  hasFile: false,
  version: 1,
  ...more,
})
const nobody = () => undefined
const keysOf = (chosen: ReturnType<typeof choose>) => chosen.send.map(({ letter: one }) => one.key)

/** Sends what may go and gives the keys, until nothing more may go at this instant. */
function sendAll(due: readonly Due[], lanes: ReturnType<typeof createLanes>, nowMs: number): readonly string[] {
  const sent: string[] = []
  for (;;) {
    const { send } = choose(
      due.filter(({ key }) => !sent.includes(key)),
      lanes,
      nobody,
      nowMs,
    )
    if (send.length === 0) return sent
    for (const { letter: one } of send) {
      lanes.begin(one, nowMs)
      lanes.end(one, nowMs)
      sent.push(one.key)
    }
  }
}

test('a channel gets a short burst of posts and then one a second', () => {
  const lanes = createLanes()
  const due = ['a', 'b', 'c', 'd', 'e'].map((key) => letter(key))
  assert.deepEqual(sendAll(due, lanes, 0), ['a', 'b', 'c'])
  assert.equal(choose(due.slice(3), lanes, nobody, 0).wakeMs, 1_000)
  assert.deepEqual(sendAll(due.slice(3), lanes, 1_000), ['d'])
  assert.deepEqual(sendAll(due.slice(4), lanes, 2_000), ['e'])
})

test('channels do not wait for each other', () => {
  const lanes = createLanes()
  lanes.block(letter('a'), 30_000)
  const due = [letter('a'), letter('b', { channel: 'C2' })]
  assert.deepEqual(choose(due, lanes, nobody, 0), {
    send: [{ letter: due[1], threadTs: undefined, parts: [] }],
    wakeMs: 30_000,
  })
})

test('posts of one channel keep their order: what comes later waits for the first', () => {
  const lanes = createLanes()
  const first = letter('first')
  lanes.backOff(first, 0)
  const chosen = choose([first, letter('second')], lanes, nobody, 0)
  assert.deepEqual(chosen, { send: [], wakeMs: 1_000 })
})

test('a post under way holds back the posts of its channel, but no edit', () => {
  const lanes = createLanes()
  lanes.begin(letter('under way'), 0)
  const due = [letter('under way'), letter('next'), letter('edit', { ts: '1.1' })]
  assert.deepEqual(keysOf(choose(due, lanes, nobody, 0)), ['edit'])
})

test('a busy method keeps only its own channel and kind waiting', () => {
  const lanes = createLanes()
  lanes.block(letter('x', { ts: '1.1' }), 5_000)
  const due = [letter('edit', { ts: '1.2' }), letter('post'), letter('elsewhere', { ts: '1.3', channel: 'C2' })]
  const chosen = choose(due, lanes, nobody, 0)
  assert.deepEqual([keysOf(chosen), chosen.wakeMs], [['post', 'elsewhere'], 5_000])
})

test('the card of a run is edited every three seconds at most, other messages every second', () => {
  const lanes = createLanes()
  const due = [letter('m7/card', { ts: '1.1' }), letter('m7/gate/1', { ts: '1.2' })]
  for (const one of due) lanes.end(one, 1_000)
  assert.deepEqual(choose(due, lanes, nobody, 1_500), { send: [], wakeMs: 2_000 })
  assert.deepEqual(keysOf(choose(due, lanes, nobody, 2_000)), ['m7/gate/1'])
  assert.deepEqual(keysOf(choose(due, lanes, nobody, 4_000)), ['m7/card', 'm7/gate/1'])
})

test('a question to people does not wait behind the lines of a thread', () => {
  const due = [letter('line', { threadKey: 'card' }), letter('gate')]
  assert.deepEqual(keysOf(choose(due, createLanes(), () => '1.1', 0)), ['gate'])
})

test('a line waits until the first message of its thread is there, and keeps nobody else waiting', () => {
  const due = [letter('line', { threadKey: 'card' }), letter('other line', { threadKey: 'known' })]
  const tsOf = (key: string) => (key === 'known' ? '7.7' : undefined)
  assert.deepEqual(choose(due, createLanes(), tsOf, 0).send, [{ letter: due[1], threadTs: '7.7', parts: [] }])
})

test('a letter that gets no answer waits longer each time, up to a minute, until it worked', () => {
  const lanes = createLanes()
  const waits = Array.from({ length: 9 }, () => lanes.backOff(letter('a'), 0))
  assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
  lanes.worked(letter('a'))
  assert.equal(lanes.backOff(letter('a'), 0), 1_000)
})

const partsOf = (chosen: ReturnType<typeof choose>) =>
  chosen.send.map(({ letter: one, parts }) => [one.key, ...parts.map(({ key }) => key)])

test('lines of one thread that wait go out together, up to the first that cannot', () => {
  const line = (key: string, more: Partial<Due> = {}) => letter(key, { threadKey: 'm7/card', ...more })
  const due = [
    line('a'),
    line('b'),
    letter('other run', { threadKey: 'm8/card' }),
    line('c'),
    line('file', { hasFile: true }),
    line('d'),
  ]
  assert.deepEqual(partsOf(choose(due, createLanes(), () => '1.1', 0)), [['a', 'b', 'c']])
  assert.deepEqual(partsOf(choose(due.slice(4), createLanes(), () => '1.1', 0)), [['file']])
})

test('nothing joins a message that was tried before: it goes out again as it was, or is found', () => {
  const line = (key: string, more: Partial<Due> = {}) => letter(key, { threadKey: 'm7/card', ...more })
  const tried = { triedAt: '2026-11-02T09:00:00.000Z' }
  const due = [line('a', tried), line('b', { ...tried, partOf: 'a' }), line('c')]
  assert.deepEqual(partsOf(choose(due, createLanes(), () => '1.1', 0)), [['a', 'b']])
  const alone = [line('b', { ...tried, partOf: 'a' }), line('c')]
  assert.deepEqual(partsOf(choose(alone, createLanes(), () => '1.1', 0)), [['b']])
})

test('lines that went out with another one are not sent on their own while that one is under way', () => {
  const lanes = createLanes()
  const tried = { threadKey: 'm7/card', triedAt: '2026-11-02T09:00:00.000Z' }
  const due = [letter('a', tried), letter('b', { ...tried, partOf: 'a' })]
  lanes.begin(letter('a', tried), 0)
  assert.deepEqual(choose(due, lanes, () => '1.1', 0).send, [])
})
