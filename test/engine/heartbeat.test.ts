import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import type { Engine } from '../../src/engine/engine.ts'
import { startHeartbeat } from '../../src/engine/heartbeat.ts'

function engineThat(wakeAll: () => Promise<void>): Engine {
  return {
    start: async () => undefined,
    wake: () => undefined,
    wakeAll,
    live: () => ({}),
    stop: async () => undefined,
  }
}

async function minutes(count: number): Promise<void> {
  for (let second = 0; second < count * 60; second += 1) {
    mock.timers.tick(1000)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test('every active run is looked at once a minute, a look that fails does not end it, and a stop does', async () => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: Date.parse('2026-11-02T09:00:30.000Z') })
  let looks = 0
  const logged: string[] = []
  const log = { info: () => undefined, warn: () => undefined, error: (message: string) => void logged.push(message) }
  const heartbeat = startHeartbeat(
    engineThat(async () => {
      looks += 1
      throw new Error('the journal is busy')
    }),
    log,
  )
  try {
    await minutes(3)
    assert.equal(looks, 3)
    assert.equal(logged[2], 'the heartbeat could not look at the runs')
    await heartbeat.stop()
    await minutes(2)
    assert.equal(looks, 3)
  } finally {
    mock.timers.reset()
  }
})
