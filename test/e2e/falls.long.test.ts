import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { playFalls } from '../../src/cli/demo/falls.ts'
import { type Playground, startPlayground } from '../../src/cli/demo/playground.ts'

const LIMIT_MS = 300_000

let playground: Playground
before(async () => {
  playground = await startPlayground({ docs: 300 })
})
after(() => playground?.stop())

test('an approval falls when what it was given for moves: counts, a host key, a role, and time', async () => {
  const said: string[] = []
  assert.ok(await playFalls(playground, (text) => said.push(text), LIMIT_MS), said.join('\n'))
})
