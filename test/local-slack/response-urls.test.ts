import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createResponseUrls } from '../../src/local-slack/response-urls.ts'

const about = { user: 'U1', channel: 'C1' }

test('a response_url takes five answers in thirty minutes', () => {
  let nowMs = 0
  const urls = createResponseUrls(
    () => 'http://127.0.0.1:1/',
    () => nowMs,
  )
  const keyOf = (url: string) => url.split('/').at(-1) ?? ''
  const often = keyOf(urls.make(about))
  const uses = Array.from({ length: 6 }, () => urls.use(often) !== undefined)
  assert.deepEqual(uses, [true, true, true, true, true, false])
  const late = keyOf(urls.make(about))
  nowMs = 30 * 60_000
  assert.equal(urls.use(late), undefined)
})
