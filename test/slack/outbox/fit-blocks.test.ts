import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validateMessage } from '../../../src/local-slack/index.ts'
import type { Json } from '../../../src/model/json.ts'
import { clamp, fitMessage } from '../../../src/slack/outbox/fit-blocks.ts'

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const plain = (text: string) => ({ type: 'plain_text', text })
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) })
const button = { type: 'button', text: plain('b'.repeat(100)), action_id: 'hold', value: 'x' }
const actions = { type: 'actions', elements: [button] }
const cell = (text: string) => ({ type: 'raw_text', text })

const tooMuch: readonly [string, readonly Json[]][] = [
  ['a header of 200 characters', [{ type: 'header', text: plain('x'.repeat(200)) }]],
  ['a section of 5,000 characters', [section('x'.repeat(5_000))]],
  ['eleven fields', [{ type: 'section', fields: Array.from({ length: 11 }, () => mrkdwn('x'.repeat(1_000))) }]],
  ['twelve context elements', [{ type: 'context', elements: Array.from({ length: 12 }, () => mrkdwn('x')) }]],
  ['a button of 100 characters', [actions]],
  ['sixty blocks', [...Array.from({ length: 60 }, () => section('x')), actions]],
  ['20,000 characters in all', [...Array.from({ length: 10 }, () => section('x'.repeat(2_000))), actions]],
  ['an empty cell', [{ type: 'table', rows: [[cell('a'), cell('')]] }]],
  ['120 rows', [{ type: 'table', rows: Array.from({ length: 120 }, () => [cell('a')]) }]],
  ['two tables', Array.from({ length: 2 }, () => ({ type: 'table', rows: [[cell('a')]] }))],
  ['a section without words', [section('')]],
]

for (const [what, blocks] of tooMuch) {
  test(`${what} is cut to what Slack takes`, () => {
    assert.notDeepEqual(validateMessage({ text: 'x', blocks: [...blocks] }), [])
    const fitted = fitMessage({ text: 'x', blocks })
    assert.deepEqual(validateMessage({ text: 'x', blocks: [...fitted.blocks] }), [])
  })
}

test('buttons stay when blocks have to go', () => {
  const { blocks } = fitMessage({ text: 'x', blocks: [...Array.from({ length: 60 }, () => section('x')), actions] })
  assert.equal(blocks.length, 50)
  assert.match(JSON.stringify(blocks.at(-1)), /"action_id":"hold"/)
})

test('what fits is left as it is', () => {
  const blocks = [section('one'), { type: 'divider' }, { type: 'context', elements: [mrkdwn('two')] }]
  assert.deepEqual(fitMessage({ text: 'x', blocks }), { text: 'x', blocks })
})

test('a long text is cut with a visible sign and never inside a character', () => {
  assert.equal(clamp('x'.repeat(10), 10), 'x'.repeat(10))
  assert.equal(clamp('x'.repeat(11), 10), `${'x'.repeat(9)}…`)
  assert.equal(clamp(`${'x'.repeat(8)}😀😀`, 10), `${'x'.repeat(8)}…`)
})
