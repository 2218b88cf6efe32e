import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMarks } from '../../../src/slack/draw/marks.ts'

function marking() {
  const written: [string, number][] = []
  return { written, marks: createMarks({ drawn: (run, seq) => void written.push([run, seq]) }) }
}

test('a run is marked once no drawing of it is under way, and once', () => {
  const { written, marks } = marking()
  marks.begin('m1')
  marks.begin('m1')
  marks.end({ id: 'm1', seq: 7 })
  marks.write()
  assert.deepEqual(written, [])
  marks.end({ id: 'm1', seq: 5 })
  marks.write()
  marks.write()
  assert.deepEqual(written, [['m1', 5]])
})

test('a run whose drawing failed is not marked by the next one, so that the next process looks at it', () => {
  const { written, marks } = marking()
  marks.begin('m1')
  marks.begin('m1')
  marks.end({ id: 'm1', seq: 9 })
  marks.begin('m2')
  marks.end({ id: 'm2', seq: 3 })
  marks.write()
  assert.deepEqual(written, [['m2', 3]])
})
