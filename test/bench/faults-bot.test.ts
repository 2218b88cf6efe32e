import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysOf, runBench } from './run.ts'

const CELLS = ['two-bots-on-one-journal', 'restored-in-mid-run']

test('a second bot on one journal, and a bot on a backup from the middle of a run, end as the table says', async () => {
  const ran = await runBench('faults', '--json', '--cells', CELLS.join(','))
  assert.equal(ran.code, 0, ran.err)
  const { cells, right, asked, wrong } = keysOf(ran)
  assert.deepEqual({ cells, right, asked, wrong }, { cells: 2, right: 2, asked: 0, wrong: 0 }, ran.out)
})
