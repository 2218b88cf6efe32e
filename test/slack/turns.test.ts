import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createTurns } from '../../src/slack/turns.ts'

test('work starts in its order, so much in a turn, and nothing in the turn it came in', async () => {
  const turns = createTurns(2)
  const begun: string[] = []
  const all = ['a', 'b', 'c'].map((name) =>
    turns.take(async () => {
      begun.push(name)
    }),
  )
  assert.deepEqual(begun, [])
  await nextTurn()
  assert.deepEqual(begun, ['a', 'b'])
  await Promise.all(all)
  assert.deepEqual(begun, ['a', 'b', 'c'])
})

test('work that waits does not hold up the next, and what it throws is its own', async () => {
  const turns = createTurns(1)
  const begun: string[] = []
  let release = (): void => undefined
  const slow = turns.take(
    () =>
      new Promise((resolve) => {
        release = resolve
      }),
  )
  const broken = turns.take(async () => {
    throw new Error('broken')
  })
  const last = turns.take(async () => void begun.push('last'))
  await assert.rejects(broken, { message: 'broken' })
  await last
  assert.deepEqual(begun, ['last'])
  release()
  await slow
})
