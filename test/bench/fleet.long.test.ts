import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysOf, runBench } from './run.ts'

test('The fleet bench starts its bot on a long history, runs every run to its end, and times questions and clicks meanwhile.', async () => {
  const ran = await runBench('fleet', '--json', '--runs', '3', '--events', '100')
  assert.equal(ran.code, 0, ran.err)
  const keys = keysOf(ran)
  assert.deepEqual([keys['bench'], keys['runs'], keys['succeeded']], ['fleet', 3, 3])
  assert.ok(Number(keys['events']) >= 100, `${keys['events']} events`)
  for (const key of ['rssMiB', 'bootMs', 'cpuSeconds', 'p50Ms', 'p99Ms', 'clickP99Ms', 'questions', 'clicks'])
    assert.ok(Number(keys[key]) > 0, `${key} is ${keys[key]}`)
})
