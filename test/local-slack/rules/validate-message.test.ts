import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageRefusal, validateMessage } from '../../../src/local-slack/rules/validate-message.ts'
import { brokenBlocks, messageLimits } from './limit-cases.ts'

for (const { limit, max, blocks, pointer, message } of messageLimits) {
  test(`the limit of ${limit} is ${max}`, () => {
    assert.deepEqual(validateMessage({ text: 't', blocks: blocks(max) }), [])
    const step = limit === 'table characters' ? 2 : 1
    assert.deepEqual(validateMessage({ text: 't', blocks: blocks(max + step) }), [{ pointer, message }])
  })
}

for (const [rule, blocks, pointer, message] of brokenBlocks) {
  test(`a message is refused for ${rule}`, () => {
    assert.deepEqual(validateMessage({ text: 't', blocks }), [{ pointer, message }])
  })
}

const section = (length: number) => ({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(length) } })

test('the text of all blocks together has a limit of its own', () => {
  const blocks = [section(3000), section(3000), section(3000), section(3000), section(1200)]
  assert.equal(messageRefusal({ blocks }), undefined)
  assert.equal(messageRefusal({ blocks: [...blocks, section(1)] })?.error, 'msg_blocks_too_long')
})

test('an update takes less text than a post', () => {
  const content = { text: 'x'.repeat(4001) }
  assert.equal(messageRefusal(content, 'post'), undefined)
  assert.equal(messageRefusal(content, 'update')?.error, 'msg_too_long')
  assert.equal(messageRefusal({ text: 'x'.repeat(4000) }, 'update'), undefined)
  assert.equal(messageRefusal({ text: 'x'.repeat(40_001) }, 'post')?.error, 'msg_too_long')
})

test('a message needs text or blocks', () => {
  assert.equal(messageRefusal({})?.error, 'no_text')
  assert.equal(messageRefusal({ text: '', blocks: [] })?.error, 'no_text')
})

test('metadata has a limit', () => {
  const metadata = { event_type: 'run', event_payload: { note: 'x'.repeat(9_000) } }
  assert.equal(messageRefusal({ text: 't', metadata })?.error, 'metadata_too_large')
})
