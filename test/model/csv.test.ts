import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvLine } from '../../src/model/csv.ts'

const CELLS = [
  { cell: 'plain', written: 'plain' },
  { cell: '=1+1', written: "'=1+1" },
  { cell: '+1', written: "'+1" },
  { cell: '-1', written: "'-1" },
  { cell: '@SUM(A1)', written: "'@SUM(A1)" },
  { cell: '  =1', written: "'  =1" },
  { cell: '\uFF1D1', written: "'\uFF1D1" },
  { cell: '\t=1', written: "'\t=1" },
  { cell: '\r\n=1', written: `"'\r\n=1"` },
  { cell: '="a","b"', written: `"'=""a"",""b"""` },
  { cell: 'a "b", c', written: '"a ""b"", c"' },
  { cell: 'two\nlines', written: '"two\nlines"' },
  { cell: -5, written: '-5' },
  { cell: '', written: '' },
]

for (const { cell, written } of CELLS) {
  test(`a cell ${JSON.stringify(cell)} is written as ${JSON.stringify(written)}`, () => {
    assert.equal(csvLine([cell, 'b']), `${written},b\r\n`)
  })
}
