import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCourse } from '../../src/recipes/course.ts'
import { actionContext } from './action-context.ts'

const FIRST = new Map([
  ['schema', 0],
  ['chunk 1', 40],
])
const BOTH = new Map([...FIRST, ['chunk 2', 60]])

/** A course of a hundred rows, and the clock that it looks at. */
function course() {
  const context = actionContext()
  const ledgers: ReadonlyMap<string, number>[] = []
  let asked = 0
  let atMs = 0
  const ledger = async () => {
    asked += 1
    const next = ledgers.shift()
    if (!next) throw new Error('nobody answers')
    return next
  }
  const made = createCourse(100, context, () => new Date(atMs), ledger)
  const pass = (ms: number) => {
    atMs += ms
  }
  return { made, context, pass, ledgers, asked: () => asked }
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

test('rows count once the ledger has them, whichever try brought them', async () => {
  const { made, context, ledgers } = course()
  ledgers.push(FIRST, BOTH)
  assert.equal(await made.look(), FIRST)
  assert.equal(await made.look(), BOTH)
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

test('while bytes pass the ledger is asked every two seconds, and one that does not answer is asked again', async () => {
  const { made, context, pass, ledgers, asked } = course()
  const bytes = made.bytesOf()
  const second = async (sent: number) => {
    pass(1000)
    bytes(sent)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await second(1)
  assert.equal(asked(), 0)
  await second(2)
  assert.equal(asked(), 1)
  ledgers.push(FIRST)
  await second(3)
  await second(4)
  assert.equal(asked(), 2)
  assert.equal(context.reports.at(-1)?.done, 40)
})

test('an answer that comes late takes no row back', async () => {
  const { made, ledgers } = course()
  ledgers.push(BOTH, FIRST)
  await made.look()
  await made.look()
  assert.equal(made.outputs().rows, 100)
})
