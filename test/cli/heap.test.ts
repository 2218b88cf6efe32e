import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { HEAP } from '../../src/cli/demo/bot-process.ts'

test('the bot of the demo has the heap that the program gives itself', () => {
  const [first] = readFileSync('src/main.ts', 'utf8').split('\n')
  assert.equal(first, `#!/usr/bin/env -S node ${HEAP.join(' ')}`)
})
