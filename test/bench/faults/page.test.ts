import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { mergedTable, writeTable } from '../../../bench/faults/page.ts'

const HEAD = ['fault', 'should', 'tries']

test('rows that ran are made anew, the others stay, and those of faults that are no more go', () => {
  const before =
    '\n| fault | should | tries |\n| --- | --- | --- |\n| C: cut | ends | 9 |\n| A: up | goes on | 1 |\n| Old: gone | - | 1 |\n'
  const rows = [HEAD, ['B: new', 'is there', '2'], ['A: up', 'goes on', '3']]
  assert.equal(
    mergedTable(before, rows, ['A: up', 'B: new', 'C: cut', 'D: never tried']),
    '| fault | should | tries |\n| --- | --- | --- |\n| A: up | goes on | 3 |\n| B: new | is there | 2 |\n| C: cut | ends | 9 |',
  )
})

test('a row whose fault only begins like another one is not taken for it', () => {
  const before = '| A: up and down | x | 1 |'
  assert.equal(mergedTable(before, [HEAD], ['A: up']), '| fault | should | tries |\n| --- | --- | --- |')
})

test('nothing in a fault breaks its row, and it is found again', () => {
  const about = 'A: yes |\nno'
  const first = mergedTable('', [HEAD, [about, 'x', '1']], [about])
  assert.match(first, /\| A: yes \\\| no \| x \| 1 \|$/)
  assert.equal(mergedTable(first, [HEAD], [about]), first)
})

test('what stands around the marks of a page stays, and a page without marks is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'drover-page-'))
  const path = join(folder, 'page.md')
  try {
    await writeFile(path, '# Title\n<!-- faults -->\n<!-- /faults -->\nThe end\n')
    await writeTable(path, [['fault'], ['A: up']], ['A: up'])
    assert.equal(
      await readFile(path, 'utf8'),
      '# Title\n<!-- faults -->\n| fault |\n| --- |\n| A: up |\n<!-- /faults -->\nThe end\n',
    )
    await writeFile(path, '# Title\n')
    await assert.rejects(writeTable(path, [['fault']], []), {
      message: `${path} has no marks <!-- faults --> and <!-- /faults --> to put the table between.`,
    })
  } finally {
    await rm(folder, { recursive: true })
  }
})
