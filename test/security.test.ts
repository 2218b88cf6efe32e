import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const text = readFileSync(join(root, 'SECURITY.md'), 'utf8')

test('every test that SECURITY.md names is there', () => {
  const named = [...text.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path)
  assert.ok(named.length > 20)
  assert.deepEqual(
    named.filter((path) => !existsSync(join(root, path))),
    [],
  )
})

test('everybody who might attack has a test that stands against them', () => {
  const [, table = ''] = /\| who \|.*\n\|---\|---\|---\|\n([\s\S]*?)\n\n/.exec(text) ?? []
  const rows = table.split('\n')
  assert.ok(rows.length > 8)
  for (const row of rows) assert.match(row, /`test\/.+\.test\.ts` \|$/)
})
