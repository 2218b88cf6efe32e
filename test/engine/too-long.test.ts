import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTooLong } from '../../src/engine/too-long.ts'
import type { Live } from '../../src/engine/world.ts'

const MINUTE_MS = 60_000
const HOURS_MS = 6 * 60 * MINUTE_MS

/** Looks at acts of at most ten minutes, on a steady clock that the test moves. */
function watch() {
  const live: Live = {}
  let steadyMs = 1000
  const tools = { now: () => new Date(0), steadyMs: () => steadyMs }
  return {
    pass: (ms: number) => {
      steadyMs += ms
    },
    look: (ranMs: number, act = 'm7-work-1') => isTooLong({ tools }, live, act, ranMs, 10 * MINUTE_MS),
  }
}

test('An act that began a minute ago is not too long because somebody set the clock ahead by hours.', () => {
  const { pass, look } = watch()
  assert.equal(look(0), false)
  pass(MINUTE_MS)
  assert.equal(look(HOURS_MS), false)
  pass(10 * MINUTE_MS)
  assert.equal(look(HOURS_MS + 10 * MINUTE_MS), true)
})

test('An act that was there before this process is as old as its record says.', () => {
  const { pass, look } = watch()
  assert.equal(look(9 * MINUTE_MS), false)
  pass(2 * MINUTE_MS)
  assert.equal(look(11 * MINUTE_MS), true)
})

test('What an act rests does not count, and the next act is measured anew.', () => {
  const { pass, look } = watch()
  assert.equal(look(0), false)
  pass(HOURS_MS)
  assert.equal(look(MINUTE_MS), false)
  assert.equal(look(0, 'm7-next-1'), false)
})
