import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completionsFor } from '../../../src/local-slack/page/completions.js'

const all = ['/migrate start', '/migrate status', '/migrate help'].map((text) => ({ text, hint: '' }))
const offered = (typed: string) => completionsFor(typed, all).map(({ text }) => text)

test('completions fit what is typed so far', () => {
  assert.deepEqual(offered('/migrate st'), ['/migrate start', '/migrate status'])
  assert.deepEqual(offered('/migrate start'), [])
  assert.deepEqual(offered('migrate'), [])
  assert.equal(offered('/').length, 3)
})
