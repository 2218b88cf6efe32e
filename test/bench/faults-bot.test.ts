import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysOf, runBench } from './run.ts'

const CELLS = ['kill-in-claim', 'two-bots-on-one-journal']

test('A bot that dies while a host claims a job, and a second bot on one journal, do nothing twice and lose nothing.', async () => {
  const ran = await runBench('faults', '--json', '--cells', CELLS.join(','))
  assert.equal(ran.code, 0, ran.err)
  const { cells, right, asked, wrong } = keysOf(ran)
  assert.deepEqual({ cells, right, asked, wrong }, { cells: CELLS.length, right: 2, asked: 0, wrong: 0 }, ran.out)
})
