import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { clamp, clampStart, oneLine, pieces, visible } from '../../../src/slack/views/clamp.ts'

describe('clamp', () => {
  it('leaves short text alone', () => {
    assert.equal(clamp('abc', 3), 'abc')
  })

  it('ends long text with an ellipsis inside the limit', () => {
    assert.equal(clamp('abcdef', 4), 'abc…')
  })

  it('never leaves half an emoji', () => {
    assert.equal(clamp('ab😀cd', 4), 'ab…')
    assert.equal(clampStart('ab😀cd', 4), '…cd')
  })

  it('keeps the end of a log', () => {
    assert.equal(clampStart('first\nlast', 5), '…last')
  })

  it('drops terminal colours, controls and direction overrides, and keeps line ends', () => {
    assert.equal(visible('\u001b[31mred\u001b[0m\r\n\u202Ebad\u0000'), 'red\nbad')
    assert.equal(visible('c\u200Bh\u2060t\uFEFF \u200Fx'), 'cht x')
    assert.equal(visible('👩\u200D👧'), '👩\u200D👧')
    assert.equal(oneLine('  a\n\tb  '), 'a b')
  })

  it('cuts into pieces at line ends, and inside a line only where it has to', () => {
    assert.deepEqual(pieces('ab\ncd\nef', 5), ['ab', 'cd\nef'])
    assert.deepEqual(pieces('abcdef', 4), ['abcd', 'ef'])
    assert.deepEqual(pieces('abc😀', 4), ['abc', '😀'])
    assert.deepEqual(pieces('', 4), [])
  })
})
