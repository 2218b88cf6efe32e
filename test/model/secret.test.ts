import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fill, pgpass, secretsIn } from '../../src/model/secret.ts'

test('a pgpass file has a line for each login, and escapes what pgpass would misread', () => {
  const file = pgpass({ port: 5432, user: 'cht', password: 'old' }, { port: 5433, user: 'cht', password: 'new' })
  const secrets = new Map([
    ['old', 'plain'],
    ['new', 'a:b\\c'],
  ])
  assert.equal(fill(file, secrets), '*:5432:*:cht:plain\n*:5433:*:cht:a\\:b\\\\c\n')
  assert.deepEqual(secretsIn(file), ['old', 'new'])
})

test('a login without a password needs no line and no secret', () => {
  const file = pgpass({ port: 5432, user: 'postgres' })
  assert.equal(fill(file, new Map()), '')
  assert.deepEqual(secretsIn(file), [])
})

test('a plain secret is written as it is', () => {
  const file = { lines: [['token = ', { secret: 'couch', as: 'plain' as const }, ';'], ['end']] }
  assert.equal(fill(file, new Map([['couch', 'a:b\\c']])), 'token = a:b\\c;\nend\n')
})

test('a secret that was not revealed is not guessed', () => {
  const file = pgpass({ port: 5432, user: 'cht', password: 'old' })
  assert.throws(() => fill(file, new Map()), { message: 'secret old was not revealed' })
})

test('a plan prints the name of a secret and never a value, since it holds none', () => {
  const file = pgpass({ port: 5432, user: 'cht', password: 'source-pg' })
  assert.equal(JSON.stringify(file), '{"lines":[["*:5432:*:cht:",{"secret":"source-pg","as":"pgpass"}]]}')
})
