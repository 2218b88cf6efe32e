import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { tableOf, writeTable } from '../../../bench/faults/page.ts'

test('rows become a table, and nothing in a cell breaks it', () => {
  const rows = [
    ['fault', 'wrong'],
    ['a | b\nc', '0'],
  ]
  assert.equal(tableOf(rows), '| fault | wrong |\n| --- | --- |\n| a \\| b c | 0 |')
})

test('only what stands between the marks is written anew', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'drover-page-'))
  const path = join(folder, 'page.md')
  try {
    await writeFile(path, 'before\n<!-- faults -->\nold\n<!-- /faults -->\nafter\n')
    await writeTable(path, [['fault'], ['power cut']])
    const text = '| fault |\n| --- |\n| power cut |'
    assert.equal(await readFile(path, 'utf8'), `before\n<!-- faults -->\n${text}\n<!-- /faults -->\nafter\n`)
    await writeFile(path, 'no marks')
    await assert.rejects(writeTable(path, []), {
      message: `${path} has no marks <!-- faults --> and <!-- /faults --> to put the table between.`,
    })
  } finally {
    await rm(folder, { recursive: true })
  }
})
