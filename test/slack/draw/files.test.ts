import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunEvent } from '../../../src/model/event.ts'
import { tableFiles } from '../../../src/slack/draw/files.ts'
import { evidence, Story } from '../views/build.ts'

function filesFor(rows: readonly (readonly (string | number)[])[]) {
  const { run } = new Story()
  const found = [evidence({ table: { rows } })]
  const event: RunEvent = {
    type: 'step-succeeded',
    step: 'disk',
    attempt: 1,
    outputs: {},
    evidence: found,
    seq: 3,
    at: run.startedAt,
    actor: 'drover',
    version: 1,
  }
  return tableFiles({ before: run, event, after: run })
}

test('a table that fits on the card brings no file', () => {
  assert.deepEqual(filesFor([['table'], ...Array.from({ length: 20 }, () => ['a'])]), [])
})

test('a longer table comes along in full, in the thread, and no cell can be a formula', () => {
  const rows = [['table', 'rows'], ['=cmd()', 1], ['a "b", c', 2], ...Array.from({ length: 20 }, () => ['doc', 3])]
  const [letter] = filesFor(rows)
  assert.equal(letter?.key, 'm7f3xq/file/3/0')
  assert.equal(letter.threadKey, 'm7f3xq/card')
  assert.equal(letter.text, 'Rows of cht: all 22 rows')
  assert.equal(letter.file?.name, 'row-counts-3-0.csv')
  assert.equal(letter.file?.text, `table,rows\r\n'=cmd(),1\r\n"a ""b"", c",2\r\n${'doc,3\r\n'.repeat(20)}`)
})
