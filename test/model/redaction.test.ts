import assert from 'node:assert/strict'
import { test } from 'node:test'
import { redact } from '../../src/model/redaction.ts'

const CASES = [
  { text: 'CONTEXT:  COPY couchdb, line 5, column doc: "{…}"', shown: 'CONTEXT:  COPY couchdb, line 5' },
  { text: 'CONTEXT:  COPY odd, name, line 12: "Amina"', shown: 'CONTEXT:  COPY odd, name, line 12' },
]

test('row content is masked wherever its line begins and however it is quoted', () => {
  const shown = (text: string) => redact(text, [])
  assert.equal(shown('pg  | DETAIL:  Key (name)=(Amina).'), 'pg  | DETAIL: [row content left on the host]')
  assert.equal(shown('{"detail":"Key (name)=(Amina)"}'), '{"detail": [row content left on the host]')
  assert.equal(
    shown('CONTEXT:  JSON data, line 1: {"Amina'),
    'CONTEXT:  JSON data, line 1: [row content left on the host]',
  )
  assert.equal(
    shown("LINE 1: insert into t values ('Amina')"),
    "LINE 1: insert into t values ('[row content left on the host]",
  )
})

test('a secret is masked as it is, in a URL, in JSON, and line by line', () => {
  const key = `-----BEGIN KEY-----\n${'k'.repeat(20)}\n-----END KEY-----`
  const shown = (text: string) => redact(text, ['pa"ss wörd', key])
  assert.equal(shown('a pa"ss wörd b'), 'a [secret] b')
  assert.equal(shown(JSON.stringify({ a: 'pa"ss wörd' })), '{"a":"[secret]"}')
  assert.equal(shown(encodeURIComponent('pa"ss wörd')), '[secret]')
  assert.equal(shown(`bad line: ${'k'.repeat(20)}`), 'bad line: [secret]')
})

test('a secret that reads like the mark of a row does not uncover the row', () => {
  const shown = '[secret] [row content left on the host]'
  assert.equal(redact('DETAIL: Amina, 1994', ['DETAIL:']), shown)
  assert.equal(redact('no: x DETAIL:y Amina, 1994', ['x DETAIL:y']), `no: ${shown}`)
})

test('what is set under a name that says so is masked, in whatever notation', () => {
  const shown = (text: string) => redact(text, [])
  assert.equal(shown('PGPASSWORD=hunter psql'), 'PGPASSWORD=[secret] psql')
  assert.equal(shown('{"db_password": "a b", "user": "c"}'), '{"db_password": [secret], "user": "c"}')
  assert.equal(shown('failed: token=abc, user=c'), 'failed: token=[secret], user=c')
  assert.equal(shown('password=\nDETAIL: Amina'), 'password=\nDETAIL: [row content left on the host]')
  assert.equal(shown('connect to ://medic:hunter@host'), 'connect to ://[secret]@host')
})

test('no text keeps the bot busy, whatever a host sends', () => {
  for (const piece of ['\n', '\r', 'a.', 'password', 'CONTEXT:  COPY ', 'LINE 1:', '://', 'token="'])
    assert.equal(typeof redact(piece.repeat(Math.ceil(256_000 / piece.length)), []), 'string')
})

test('a value that is out of range is not shown', () => {
  const shown = (text: string) => redact(text, [])
  assert.equal(
    shown('ERROR:  value "99999999999" is out of range for type integer'),
    'ERROR:  value "[row content left on the host]" is out of range for type integer',
  )
  assert.equal(
    shown('ERROR:  date/time field value out of range: "31/02/1994"'),
    'ERROR:  date/time field value out of range: "[row content left on the host]"',
  )
})

test('a line about a row is not shown; one about how many rows there are is', () => {
  assert.equal(redact('Row 5: Amina, 1994', []), '[row content left on the host]')
  assert.equal(redact('Rows: rows moved from 10 to 11.', []), 'Rows: rows moved from 10 to 11.')
})

for (const { text, shown } of CASES) {
  test(`of a row that COPY could not take only its place is shown: ${shown}`, () => {
    assert.equal(redact(text, []), `${shown} [row content left on the host]`)
  })
}
