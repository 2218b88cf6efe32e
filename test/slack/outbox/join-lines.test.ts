import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Json } from '../../../src/model/json.ts'
import type { Posted } from '../../../src/model/mailroom.ts'
import { fittingLines, joined } from '../../../src/slack/outbox/join-lines.ts'

const section = (text: string): Json => ({ type: 'section', text: { type: 'mrkdwn', text } })
const line = (key: string, text = key, blocks: readonly Json[] = [section(text)]): Posted => ({
  key,
  channel: 'C1',
  threadKey: 'm7/card',
  text,
  blocks,
  version: 1,
  sentVersion: 0,
})
const keys = (lines: readonly Posted[]) => lines.map(({ key }) => key)

test('lines in one message keep their text and their blocks, in order, under the first key', () => {
  const { key, text, blocks } = joined(line('a'), [line('b'), line('c')])
  assert.deepEqual([key, text, blocks], ['a', 'a\nb\nc', [section('a'), section('b'), section('c')]])
  assert.equal(joined(line('a'), []).text, 'a')
})

test('no line is cut for another: what does not fit waits for the next message', () => {
  const long = line('long', 'short', [section('x'.repeat(6_000))])
  assert.deepEqual(keys(fittingLines([long, line('a'), { ...long, key: 'b' }, line('c')])), ['long', 'a'])
  const words = line('words', 'x'.repeat(3_000), [])
  assert.deepEqual(keys(fittingLines([line('a'), words, { ...words, key: 'more' }])), ['a', 'words'])
  const many = line(
    'many',
    'many',
    Array.from({ length: 39 }, () => section('x')),
  )
  assert.deepEqual(keys(fittingLines([many, line('a'), line('b')])), ['many', 'a'])
})

test('a message takes one table', () => {
  const table = (key: string) => line(key, key, [section(key), { type: 'table', rows: [] }])
  assert.deepEqual(keys(fittingLines([line('a'), table('b'), line('c'), table('d')])), ['a', 'b', 'c'])
})

test('the first line goes out whatever it is', () => {
  const huge = line('huge', 'x'.repeat(9_000), [section('x'.repeat(20_000))])
  assert.deepEqual(keys(fittingLines([huge, line('a')])), ['huge'])
})
