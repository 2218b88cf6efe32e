import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faults } from '../../bench/faults.ts'

const CELLS = [
  'slack-duplicate',
  'slack-reordered',
  'slack-deleted-card',
  'slack-expired-trigger',
  'people-role-removed',
]

test('what Slack does to a run, and a role that is lost before the act, ends as the table says', async () => {
  const said: string[] = []
  const { keys } = await faults.run(
    { cells: CELLS.join(',') },
    { env: {}, say: (sentence) => void said.push(sentence) },
  )
  const { cells, right, asked, wrong } = keys
  assert.deepEqual({ cells, right, asked, wrong }, { cells: 5, right: 5, asked: 0, wrong: 0 }, said.join('\n'))
})
