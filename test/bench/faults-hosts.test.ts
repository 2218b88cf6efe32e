import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { HOST_CELLS } from '../../bench/faults/hosts/cells.ts'
import { countEndings, tryCells } from '../../bench/faults/matrix.ts'

const CELLS = ['reboot-before-spawn', 'reboot-before-exit-file', 'binary-output']
const hasNamespaces = spawnSync('unshare', ['--mount', '--pid', '--fork', '--mount-proc', 'true']).status === 0
const skip = hasNamespaces ? false : 'a machine that can lose its power needs root and namespaces'

test('a host that loses its power at the claim and at the exit, and output that is no text, end as the table says', {
  skip,
}, async () => {
  const said: string[] = []
  const chosen = HOST_CELLS.filter(({ name }) => CELLS.includes(name))
  const each = chosen.map((cell) => tryCells([cell], 1, 1, (sentence) => void said.push(sentence)))
  const { right, asked, wrong } = countEndings((await Promise.all(each)).flat())
  assert.deepEqual({ right, asked, wrong }, { right: 2, asked: 1, wrong: 0 }, said.join('\n'))
})
