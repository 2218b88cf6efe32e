import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTriggers } from '../../src/local-slack/triggers.ts'

test('a trigger works once, within three seconds', () => {
  let nowMs = 0
  const triggers = createTriggers(() => nowMs)
  const [quick, slow] = [triggers.make('U1'), triggers.make('U1')]
  nowMs = 2_999
  const used = triggers.exchange(quick)
  assert.equal('user' in used ? used.user : undefined, 'U1')
  assert.deepEqual(triggers.exchange(quick), { error: 'exchanged_trigger_id' })
  nowMs = 3_000
  assert.deepEqual(triggers.exchange(slow), { error: 'expired_trigger_id' })
  assert.deepEqual(triggers.exchange('1.2.3'), { error: 'invalid_trigger_id' })
})
