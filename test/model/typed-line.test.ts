import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { defineMigration } from '../../src/model/migration.ts'
import { planOf } from '../../src/model/plan.ts'
import { typedLine } from '../../src/model/typed-line.ts'

const migration = defineMigration({
  name: 'note',
  summary: 'Take any text',
  params: z.strictObject({ text: z.string() }),
  roles: [],
  steps: () => [],
})

const lineFor = (text: string) => typedLine('start', planOf(migration, { text }), migration)

test('a value that a line would take apart stands in quotes', () => {
  assert.equal(lineFor('plain'), '/migrate start note text=plain')
  assert.equal(lineFor('two words'), '/migrate start note text="two words"')
  assert.equal(lineFor('a\tb'), '/migrate start note text="a\tb"')
  assert.equal(lineFor(`it's`), `/migrate start note text="it's"`)
  assert.equal(lineFor('say "hi" \\'), String.raw`/migrate start note text="say \"hi\" \\"`)
})
