import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { createThrottle } from '../../../src/slack/draw/throttle.ts'

test('the first call is done at once, later ones together when their time has come, with the newest work', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    const done: string[] = []
    const throttle = createThrottle(3_000)
    const call = (run: string, word: string) => throttle.soon(run, () => void done.push(`${run} ${word}`))
    call('m1', 'first')
    call('m1', 'second')
    call('m1', 'third')
    call('m2', 'first')
    assert.deepEqual(done, ['m1 first', 'm2 first'])
    mock.timers.tick(3_000)
    assert.deepEqual(done, ['m1 first', 'm2 first', 'm1 third'])
    call('m2', 'second')
    assert.deepEqual(done.at(-1), 'm2 second')
    call('m1', 'fourth')
    throttle.stop()
    mock.timers.tick(10_000)
    assert.deepEqual(done, ['m1 first', 'm2 first', 'm1 third', 'm2 second'])
  } finally {
    mock.timers.reset()
  }
})
