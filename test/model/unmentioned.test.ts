import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unmentioned } from '../../src/model/unmentioned.ts'
import { bare } from '../../src/model/user-error.ts'
import { replyCard } from '../../src/slack/views/index.ts'

test('what people say calls nobody, also with a character between the signs that nobody sees', () => {
  assert.equal(unmentioned('ask <@U0NOOR> or <\u200B@U0DAN>'), 'ask ‹@U0NOOR> or ‹\u200B@U0DAN>')
})

test('other words stay as they are', () => {
  assert.equal(unmentioned('a < b, x@example.org, <!channel>'), 'a < b, x@example.org, <!channel>')
})

test('a reason inside a sentence of ours is text, and the person we name is a mention', () => {
  const { text } = replyCard({ text: `Held by <@U0DAN>: ${bare('ask <@U0NOOR>.')}.` })
  assert.equal(text, 'Held by <@U0DAN>: ask ‹@U0NOOR&gt;.')
})
