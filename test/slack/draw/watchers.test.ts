import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunEvent } from '../../../src/model/event.ts'
import type { Posted } from '../../../src/model/mailroom.ts'
import { changesOf } from '../../../src/slack/draw/change.ts'
import { tellings } from '../../../src/slack/draw/watchers.ts'
import { ANNA, asking, copying, cuttingOver, DAN, OLGA, START, Story } from '../views/build.ts'

const NOOR = { id: 'U0NOOR', roles: [] }

/** Who is told what for each event of a story, when those in `asked` got a copy of the gate's card. */
function toldBy(story: Story, asked: readonly string[] = [], now = START) {
  const posted = (key: string): Posted => ({ key, channel: 'D', text: '', blocks: [], version: 1, sentVersion: 0 })
  const find = (key: string) => (asked.some((id) => key.endsWith(`/dm/1/${id}`)) ? posted(key) : undefined)
  return tellings(changesOf('m7f3xq', story.events), {
    mailroom: { find },
    viewOf: (run) => ({ ...story.view(), run }),
    now: () => new Date(now),
  })
}

function typeOf(story: Story, key: string): RunEvent['type'] | undefined {
  return story.events.find(({ seq }) => seq === Number(key.split('/')[2]))?.type
}

/** `gate-opened U0ANNA`. */
function names(story: Story, asked: readonly string[] = []): readonly string[] {
  return toldBy(story, asked).map(({ key, channel }) => `${typeOf(story, key)} ${channel}`)
}

function watched(): Story {
  return new Story().tell({ type: 'watch', by: NOOR }).tell({ type: 'watch', by: DAN })
}

test('the driver and the watchers are told of a gate, and who was asked to decide only once', () => {
  const story = watched().succeeds().measures()
  assert.deepEqual(names(story), ['gate-opened U0ANNA', 'gate-opened U0NOOR', 'gate-opened U0DAN'])
  assert.deepEqual(names(story, [DAN.id]), ['gate-opened U0ANNA', 'gate-opened U0NOOR'])
})

test('nobody is told what they did themselves', () => {
  const story = watched().tell({ type: 'hold', by: NOOR, reason: 'wait' })
  assert.deepEqual(names(story), ['hold-asked U0ANNA', 'hold-asked U0DAN'])
})

test('a denial, a failure, doubt, and the end are told', () => {
  const by = { by: NOOR, reason: 'wrong day' } as const
  const denied = asking().tell({ type: 'watch', by: NOOR })
  const failed = copying().tell({ type: 'watch', by: NOOR }).fails()
  const lost = copying().tell({ type: 'watch', by: NOOR })
  const last = (story: Story) => names(story).filter((name) => name.endsWith(NOOR.id))
  const deny = { type: 'deny', by: DAN, role: 'dba', via: 'button', reason: 'no', ...denied.card() } as const
  assert.deepEqual(last(denied.tell(deny)), ['gate-denied U0NOOR'])
  assert.deepEqual(last(failed), ['step-failed U0NOOR'])
  assert.deepEqual(last(lost.tell({ type: 'lost', ...lost.live(), failure: { summary: 'Gone.' } })), [
    'step-uncertain U0NOOR',
  ])
  const ended = cuttingOver().tell({ type: 'watch', by: NOOR })
  const given = ended.tell({ ...by, by: { id: 'U0ANNA', roles: [] }, type: 'abort' }).tell({ type: 'stopped' })
  assert.deepEqual(last(given), ['aborted U0NOOR'])
})

test('who does not watch any more is not told', () => {
  const story = watched().tell({ type: 'unwatch', by: NOOR }).tell({ type: 'unwatch', by: DAN }).succeeds().measures()
  assert.deepEqual(names(story), ['gate-opened U0ANNA'])
})

test('the old and the new driver are told of the change, and from then on the new one of the run', () => {
  const note = 'my shift'
  const story = new Story().tell({ type: 'drive', by: OLGA, from: ANNA.id, to: OLGA.id, note }).succeeds().measures()
  assert.deepEqual(names(story), ['driver-changed U0ANNA', 'driver-changed U0OLGA', 'gate-opened U0OLGA'])
})

test('what is told is the post of the channel, with why it comes to them and how to end that', () => {
  const story = watched().tell({ type: 'hold', by: OLGA, reason: 'the disk looks full' })
  const [driver, noor] = toldBy(story).map(({ text, blocks }) => [text, JSON.stringify(blocks.at(-1))])
  assert.equal(driver?.[0], noor?.[0])
  assert.match(noor?.[0] ?? '', /^Held: couch2pg-move `m7f3xq` by <@U0OLGA>: the disk looks full\./)
  assert.match(driver?.[1] ?? '', /You drive this run, in <#C0OPS> · `\/migrate why m7f3xq`/)
  assert.match(noor?.[1] ?? '', /You watch this run, in <#C0OPS> · `\/migrate unwatch m7f3xq` ends it/)
})

test('news that is older than a day is told to nobody', () => {
  assert.deepEqual(toldBy(watched().succeeds().measures(), [], '2026-11-22T04:00:00.000Z'), [])
})
