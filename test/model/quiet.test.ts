import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLong, type Lull, lullAfter } from '../../src/model/lull.ts'
import { nextWordBy } from '../../src/model/next-word.ts'
import { quietOf } from '../../src/model/quiet.ts'
import { ANNA, asking, copying, START } from '../slack/views/build.ts'

const MINUTE_MS = 60_000
const since = '2026-11-21T03:10:00.000Z'

/** The lull after looks a minute apart, at an act that looked like each of these in turn. */
function lookedAt(marks: readonly string[], everyMs = MINUTE_MS): Lull {
  const from = Date.parse(START)
  const first = lullAfter(undefined, 'run-copy-1', marks[0] ?? '', new Date(from))
  return marks
    .slice(1)
    .reduce((lull, mark, nth) => lullAfter(lull, 'run-copy-1', mark, new Date(from + (nth + 1) * everyMs)), first)
}

const still = (looks: number) => Array.from({ length: looks }, () => 'same')

test('an act is quiet for long after ten minutes without anything new, and not a minute before', () => {
  const unknown = { counts: false, likelyMs: undefined }
  assert.equal(isLong(lookedAt(still(10)), unknown), false)
  assert.equal(isLong(lookedAt(still(11)), unknown), true)
})

test('an act that says nothing may be still for three times as long as it usually takes', () => {
  const usual = { counts: false, likelyMs: 20 * MINUTE_MS }
  assert.equal(isLong(lookedAt(still(60)), usual), false)
  assert.equal(isLong(lookedAt(still(61)), usual), true)
})

test('an act that counts may be still for three times its longest rest so far, however long all of it takes', () => {
  const usual = { counts: true, likelyMs: 600 * MINUTE_MS }
  const rested = ['a', ...still(6), 'b']
  assert.equal(isLong(lookedAt([...rested, ...Array.from({ length: 17 }, () => 'b')]), usual), false)
  assert.equal(isLong(lookedAt([...rested, ...Array.from({ length: 18 }, () => 'b')]), usual), true)
})

test('a clock that is set forward, or back, does not make an act quiet', () => {
  assert.equal(lookedAt(still(2), 7 * 3_600_000).quietMs, 2 * MINUTE_MS)
  assert.equal(lookedAt(still(2), -3_600_000).quietMs, 0)
})

test('that an act is quiet is said once, until it moves; then it can be said again', () => {
  const story = copying()
  const act = story.live()
  const said = () => story.tell({ type: 'quiet', ...act, since, mark: 'a' }).events.length
  const before = story.events.length
  assert.equal(said(), before + 1)
  assert.equal(said(), before + 1)
  assert.deepEqual(quietOf(story.run), { ...act, since, mark: 'a' })
  story.tell({ type: 'moved', ...act })
  assert.equal(quietOf(story.run), undefined)
  assert.equal(story.tell({ type: 'moved', ...act }).events.length, before + 2)
  assert.equal(said(), before + 3)
})

test('a report about another attempt says nothing, and a step that ended is not quiet any more', () => {
  const story = copying()
  const before = story.events.length
  story.tell({ type: 'quiet', step: story.live().step, attempt: 2, since, mark: 'a' })
  story.tell({ type: 'quiet', ...story.live(), undo: true, since, mark: 'a' })
  assert.equal(story.events.length, before)
  story.tell({ type: 'quiet', ...story.live(), since, mark: 'a' }).succeeds()
  assert.equal(quietOf(story.run), undefined)
})

test('nothing is quiet while people have to decide', () => {
  const story = asking()
  const before = story.events.length
  assert.equal(story.tell({ type: 'quiet', ...story.live(), since, mark: 'a' }).events.length, before)
})

test('a run that acts says by when it is heard of next, the same for five minutes and never less than five ahead', () => {
  const at = (time: string) => nextWordBy(copying().run, new Date(`2026-11-21T${time}Z`))
  assert.equal(at('03:10:00.000'), '2026-11-21T03:20:00.000Z')
  assert.equal(at('03:14:59.999'), '2026-11-21T03:20:00.000Z')
  assert.equal(at('03:15:00.000'), '2026-11-21T03:25:00.000Z')
})

test('a run that waits for people, or has ended, need not be heard of', () => {
  const now = new Date(START)
  assert.equal(nextWordBy(asking().run, now), undefined)
  assert.equal(nextWordBy(copying().fails().run, now), undefined)
  const ended = copying().tell({ type: 'abort', by: ANNA, reason: 'Enough.' }).tell({ type: 'stopped' })
  assert.equal(nextWordBy(ended.run, now), undefined)
})
