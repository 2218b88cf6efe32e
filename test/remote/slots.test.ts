import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { createSlots } from '../../src/remote/slots.ts'
import { createStreamSlots } from '../../src/remote/stream-slots.ts'

test('the third waits until one of two goes, and leaving twice makes no extra room', async () => {
  const slots = createSlots(2)
  const entered: string[] = []
  const enter = async (name: string) => {
    const leave = await slots.enter()
    entered.push(name)
    return leave
  }
  const leave = await enter('first')
  await enter('second')
  const third = enter('third')
  const fourth = enter('fourth')
  await turn()
  assert.deepEqual(entered, ['first', 'second'])
  leave()
  leave()
  await third
  await turn()
  assert.deepEqual(entered, ['first', 'second', 'third'])
  ;(await third)()
  await fourth
})

test('a stream takes the room of both its hosts at once, or waits and lets others pass', async () => {
  const slots = createStreamSlots(2)
  const entered: string[] = []
  const enter = async (name: string, hosts: readonly string[]) => {
    const leave = await slots.enter(hosts)
    entered.push(name)
    return leave
  }
  const leave = await enter('there', ['a', 'b'])
  const within = enter('within', ['a', 'a'])
  await enter('elsewhere', ['c', 'b'])
  await turn()
  assert.deepEqual(entered, ['there', 'elsewhere'])
  leave()
  await within
  assert.deepEqual(entered, ['there', 'elsewhere', 'within'])
})
