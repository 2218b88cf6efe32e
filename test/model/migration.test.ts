import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { wait } from '../../src/model/make-step.ts'
import { defineMigration, paramNames } from '../../src/model/migration.ts'
import { host, identifier, port } from '../../src/model/params.ts'
import { planOf } from '../../src/model/plan.ts'

const move = defineMigration({
  name: 'couch2pg-move',
  summary: 'Move couch2pg',
  params: z.strictObject({
    source: host(),
    target: host(),
    database: identifier().default('cht'),
    port: port().default(5432),
  }),
  roles: ['dba'],
  steps: ({ source }) => [wait(`rest-${source}`, '5m')],
  locks: ({ target, database }) => [`database:${target}/${database}`],
})

const TAIL = '\nNothing was started. /migrate plan couch2pg-move shows what it takes.'

const REFUSED: Readonly<Record<string, readonly [Readonly<Record<string, string>>, string]>> = {
  'a param that is missing': [{ source: 'old' }, 'target: missing. Add target=…'],
  'a name that is nearly right': [
    { source: 'old', target: 'new', databse: 'x' },
    'databse: there is no such param. Did you mean database? It takes source, target, database, port.',
  ],
  'a name that is nothing': [
    { source: 'old', target: 'new', colour: 'x' },
    'colour: there is no such param. It takes source, target, database, port.',
  ],
  'a value of the wrong shape': [
    { source: 'old', target: 'New PG' },
    'target: expected the name of a host in drover.yml, such as new-pg, got "New PG".',
  ],
  'a port that is none': [
    { source: 'old', target: 'new', port: 'http' },
    'port: expected a port from 1 to 65535, got "http".',
  ],
  'several at once': [
    { target: 'New', database: 'A b' },
    'source: missing. Add source=…\ntarget: expected the name of a host in drover.yml, such as new-pg, got "New".\ndatabase: expected a name of small letters, digits and _, such as cht, got "A b".',
  ],
}

for (const [what, [input, sentences]] of Object.entries(REFUSED))
  test(`${what} is refused by name`, () => {
    assert.throws(() => move.parse(input), { code: 'bad-params', message: `${sentences}${TAIL}` })
  })

test('defaults are filled in and text becomes what it means', () => {
  assert.deepEqual(move.parse({ source: 'old', target: 'new', port: '5433' }), {
    source: 'old',
    target: 'new',
    database: 'cht',
    port: 5433,
  })
})

test('equal params give an equal plan, and other params another', () => {
  const plan = planOf(move, move.parse({ source: 'old', target: 'new' }))
  assert.equal(plan.digest, planOf(move, move.parse({ target: 'new', source: 'old' })).digest)
  assert.notEqual(plan.digest, planOf(move, move.parse({ source: 'old', target: 'newer' })).digest)
  assert.deepEqual(plan.locks, ['database:new/cht'])
})

test('params are listed in the order they were written', () => {
  assert.deepEqual(paramNames(move.schema), ['source', 'target', 'database', 'port'])
})
