import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ALLOCATOR, HEAP } from '../../src/cli/demo/bot-process.ts'

test('the bot of the demo has the heap and the allocator that the program gives itself', () => {
  const [first] = readFileSync('src/main.ts', 'utf8').split('\n')
  const allocator = Object.entries(ALLOCATOR)
    .map((pair) => pair.join('='))
    .join(' ')
  assert.equal(first, `#!/usr/bin/env -S ${allocator} node ${HEAP.join(' ')}`)
})
