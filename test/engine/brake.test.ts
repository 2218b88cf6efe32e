import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { createBrake } from '../../src/engine/brake.ts'

const never = new AbortController().signal
const nobody = () => {}

test('without a hold nothing waits', async () => {
  const brake = createBrake(false, never, nobody)
  await brake.proceed()
  assert.equal(await brake.part(async () => 5), 5)
  assert.equal(brake.isResting(), false)
})

test('under a hold everything waits until the release', async () => {
  let rests = 0
  const brake = createBrake(true, never, () => {
    rests += 1
  })
  const order: string[] = []
  const parts = [brake.proceed().then(() => order.push('a')), brake.part(async () => order.push('b'))]
  await turn()
  assert.deepEqual([order, brake.isResting(), rests], [[], true, 2])
  brake.set(false)
  await Promise.all(parts)
  assert.deepEqual([order.sort(), brake.isResting()], [['a', 'b'], false])
})

test('an action of several parts rests when the last part under way has ended', async () => {
  const rested: string[] = []
  const brake = createBrake(false, never, () => rested.push('now'))
  let end: (value: string) => void = nobody
  const slow = brake.part(() => new Promise<string>((resolve) => (end = resolve)))
  await turn()
  brake.set(true)
  const next = brake.part(async () => 'next')
  await turn()
  assert.deepEqual([brake.isResting(), rested], [false, []])
  end('slow')
  assert.equal(await slow, 'slow')
  assert.deepEqual([brake.isResting(), rested], [true, ['now']])
  brake.set(false)
  assert.equal(await next, 'next')
})

test('a hold that comes again at once keeps what has not begun from beginning', async () => {
  const brake = createBrake(true, never, nobody)
  let isOver = false
  const waits = brake.proceed().then(() => {
    isOver = true
  })
  await turn()
  brake.set(false)
  brake.set(true)
  await turn()
  assert.equal(isOver, false)
  brake.set(false)
  await waits
})

test('whoever is told to stop while it waits gets the reason, and nothing is left waiting', async () => {
  const giver = new AbortController()
  const brake = createBrake(true, giver.signal, nobody)
  const waits = assert.rejects(
    brake.part(async () => assert.fail('it began')),
    { message: 'enough' },
  )
  await turn()
  giver.abort(new Error('enough'))
  await waits
  assert.equal(brake.isResting(), false)
  await assert.rejects(brake.proceed(), { message: 'enough' })
})

test('a part that fails lets the action rest', async () => {
  const brake = createBrake(false, never, nobody)
  const fails = brake.part(async () => {
    throw new Error('broken')
  })
  brake.set(true)
  void brake.proceed()
  await assert.rejects(fails, { message: 'broken' })
  assert.equal(brake.isResting(), true)
})
