import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const text = readFileSync('SECURITY.md', 'utf8')

test('every test that SECURITY.md names is there', () => {
  const named = [...text.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path)
  assert.ok(named.length > 20)
  assert.deepEqual(
    named.filter((path) => !existsSync(path)),
    [],
  )
})

test('everybody who might attack has a test that stands against them', () => {
  const [, table = ''] = /\| who \|.*\n\|---\|---\|---\|\n([\s\S]*?)\n\n/.exec(text) ?? []
  const rows = table.split('\n')
  assert.ok(rows.length > 8)
  for (const row of rows) assert.match(row, /`test\/.+\.test\.ts` \|$/)
})
