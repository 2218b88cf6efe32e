import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysOf, runBench } from './run.ts'

test('The ack bench answers every click and loses none, with and without the role.', async () => {
  const ran = await runBench('ack', '--json', '--clicks', '13', '--at-once', '4', '--runs', '2')
  assert.equal(ran.code, 0, ran.err)
  const keys = keysOf(ran)
  const counted = ['bench', 'lost', 'unacked', 'approved', 'told', 'clicks', 'atOnce', 'runs'].map((key) => keys[key])
  assert.deepEqual(counted, ['ack', 0, 0, 7, 6, 13, 4, 2])
  for (const key of ['p50Ms', 'p99Ms', 'maxMs', 'seconds', 'rssMiB'])
    assert.ok(Number(keys[key]) >= 0, `${key} is ${keys[key]}`)
})
