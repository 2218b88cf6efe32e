import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCourse } from '../../src/recipes/course.ts'
import { actionContext } from './action-context.ts'

/** A course of a hundred rows, and the clock that it looks at. */
function course() {
  const context = actionContext()
  let atMs = 0
  const made = createCourse(100, context, () => new Date(atMs))
  const pass = (ms: number) => {
    atMs += ms
  }
  return { made, context, pass }
}

test('bytes of all streams are one sum, and each stream tells its own total', () => {
  const { made, pass } = course()
  const [one, other] = [made.bytesOf(), made.bytesOf()]
  pass(1000)
  one(400)
  other(100)
  one(900)
  assert.deepEqual(made.outputs(), { rows: 0, sentBytes: 1000 })
})

test('rows count once the ledger has them, whichever try brought them', () => {
  const { made, context } = course()
  made.landed(
    new Map([
      ['schema', 0],
      ['chunk 1', 40],
    ]),
  )
  made.landed(
    new Map([
      ['chunk 1', 40],
      ['chunk 2', 60],
    ]),
  )
  assert.deepEqual(
    context.reports.map(({ done, total, unit }) => `${done} of ${total} ${unit}`),
    ['40 of 100 rows', '100 of 100 rows'],
  )
  assert.equal(made.outputs().rows, 100)
})

test('the card is told how much has crossed, and not for every piece', () => {
  const { made, context, pass } = course()
  const bytes = made.bytesOf()
  for (let piece = 1; piece <= 100; piece += 1) {
    pass(10)
    bytes(piece * 20_000)
  }
  assert.equal(context.reports.length, 4)
  assert.match(context.reports.at(-1)?.note ?? '', /^2 MB sent, 2 MB\/s$/)
})
