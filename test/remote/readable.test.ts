import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readable } from '../../src/remote/readable.ts'

test('colours, cursor moves and window titles are taken out of what a program said', () => {
  assert.equal(readable('\u001b[2J\u001b[1;31mred\u001b[0m \u001b]0;title\u0007\u001bMend'), 'red end')
})

test('each state of a progress bar has a line of its own', () => {
  assert.equal(readable('10 %\r20 %\r\ndone\n'), '10 %\n20 %\ndone\n')
})

test('other control characters are shown as characters that cannot be shown, and tabs stay', () => {
  assert.equal(readable('a\u0000b\u001b\u0007\u009bc\td'), 'a\uFFFDb\uFFFD\uFFFD\uFFFDc\td')
})
