import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { createRegistry } from '../../src/engine/registry.ts'
import { defineCheck } from '../../src/model/define-check.ts'
import { defineMigration } from '../../src/model/migration.ts'

function checkOf(name: string, version: number) {
  return defineCheck({
    name,
    version,
    args: z.object({}),
    title: () => name,
    measure: async () => undefined,
    judge: () => ({ outcome: 'pass' as const, summary: 'Fine.', values: {} }),
  }).registered
}

function bringing(checks: readonly ReturnType<typeof checkOf>[]) {
  return defineMigration({ name: 'sample', summary: '', params: z.object({}), roles: [], steps: () => [], checks })
}

const ROWS = checkOf('rows', 1)

test('a check is found by the name and version that a plan pinned', () => {
  const registry = createRegistry([bringing([ROWS, checkOf('rows', 2)])])
  assert.equal(registry.check('rows', 1), ROWS)
  assert.equal(registry.check('rows', 2).version, 2)
})

test('two migrations may bring the same check', () => {
  assert.equal(createRegistry([bringing([ROWS]), bringing([ROWS])]).check('rows', 1), ROWS)
})

test('two different checks under one name are refused at boot', () => {
  assert.throws(() => createRegistry([bringing([ROWS]), bringing([checkOf('rows', 1)])]), {
    message: 'two different checks or actions are called rows version 1',
  })
})

test('a version that this program does not have is refused, for runs that need it', () => {
  assert.throws(() => createRegistry([bringing([ROWS])]).check('rows', 3), {
    message: 'this program has no rows version 3; a run that needs it was started with another one',
  })
})

test('a step without a table of causes has none', () => {
  const registry = createRegistry([bringing([])])
  assert.deepEqual([registry.pitfalls(undefined), registry.pitfalls('unknown')], [[], []])
})
