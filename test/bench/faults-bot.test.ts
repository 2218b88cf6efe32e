import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysOf, runBench } from './run.ts'

const CELL = 'two-bots-on-one-journal'

test('A second bot on one journal ends with a sentence, and the first goes on to the end of its run.', async () => {
  const ran = await runBench('faults', '--json', '--cells', CELL)
  assert.equal(ran.code, 0, ran.err)
  const { cells, right, asked, wrong } = keysOf(ran)
  assert.deepEqual({ cells, right, asked, wrong }, { cells: 1, right: 1, asked: 0, wrong: 0 }, ran.out)
})
