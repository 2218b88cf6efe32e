import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eyesFirst, tableBlocks, tableText } from '../../../src/slack/views/table.ts'
import { read } from './build.ts'

const COUNTS = {
  rows: [
    ['table', 'source', 'target'],
    ['doc', 19_000, 19_000],
    ['form', 1000, 998],
    ['user', 12, 12],
  ],
}

describe('table', () => {
  it('shows rows whose two sides are not equal first', () => {
    assert.deepEqual(
      eyesFirst(COUNTS).map(([name]) => name),
      ['table', 'form', 'doc', 'user'],
    )
  })

  it('shows rows that say missing or changed first', () => {
    const rows = [
      ['table', 'state'],
      ['a', 'same'],
      ['b', 'missing'],
      ['c', 'Changed'],
      ['d', 'same'],
    ]
    assert.deepEqual(
      eyesFirst({ rows }).map(([name]) => name),
      ['table', 'b', 'c', 'a', 'd'],
    )
  })

  it('writes numbers as numbers and never an empty cell', () => {
    assert.deepEqual(
      tableBlocks(
        {
          rows: [
            ['name', ''],
            ['doc', 19_000],
          ],
        },
        1000,
      ),
      [
        {
          type: 'table',
          rows: [
            [
              { type: 'raw_text', text: 'name' },
              { type: 'raw_text', text: '-' },
            ],
            [
              { type: 'raw_text', text: 'doc' },
              { type: 'raw_number', value: 19_000, text: '19,000' },
            ],
          ],
        },
      ],
    )
  })

  it('fills short rows up and cuts long ones to the headings', () => {
    assert.equal(read(tableBlocks({ rows: [['a', 'b'], ['1'], ['2', '3', '4']] }, 1000)), 'a | b\n1 | -\n2 | 3')
  })

  it('says how many rows are left out', () => {
    const rows = [['n'], ...Array.from({ length: 120 }, (_, n) => [n])]
    assert.equal(
      read(tableBlocks({ rows }, 100_000, ': /migrate evidence m7f3xq'))
        .split('\n')
        .at(-1),
      'and 21 more rows: /migrate evidence m7f3xq',
    )
  })

  it('leaves out rows beyond its characters', () => {
    const rows = [['name'], ['x'.repeat(60)], ['y'.repeat(60)], ['z'.repeat(60)]]
    assert.equal(read(tableBlocks({ rows }, 130)), `name\n${'x'.repeat(60)}\n${'y'.repeat(60)}\nand 1 more row`)
  })

  it('draws nothing for a table without columns', () => {
    assert.deepEqual(tableBlocks({ rows: [] }, 1000), [])
    assert.deepEqual(tableBlocks({ rows: [[]] }, 1000), [])
  })

  it('draws in fixed width, numbers to the right', () => {
    assert.equal(
      tableText(COUNTS, 1000),
      'table  source  target\nform    1,000     998\ndoc    19,000  19,000\nuser       12      12',
    )
  })
})
