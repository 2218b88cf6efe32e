import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysOf, runBench } from './run.ts'

test('A small storm over the bot loses nothing, repeats nothing, and asks nobody who could have been spared.', async () => {
  const ran = await runBench('storm', '--json', '--kills', '3', '--runs', '1', '--seed', '3')
  assert.equal(ran.code, 0, ran.err)
  const keys = keysOf(ran)
  assert.deepEqual([keys['bench'], keys['kills']], ['storm', 3])
  for (const key of ['lost', 'repeated', 'decidable', 'failed', 'postedTwice', 'chainsBroken'])
    assert.equal(keys[key], 0, `${key}\n${ran.out}`)
  assert.ok(Number(keys['runs']) >= 1, `${keys['runs']} runs`)
  assert.ok(Number(keys['acts']) >= 4, `${keys['acts']} acts`)
})
