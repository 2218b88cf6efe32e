import assert from 'node:assert/strict'
import { test } from 'node:test'
import { redact } from '../../src/model/redaction.ts'

const CASES = [
  { text: 'CONTEXT:  COPY couchdb, line 5, column doc: "{…}"', shown: 'CONTEXT:  COPY couchdb, line 5' },
  { text: 'CONTEXT:  COPY odd, name, line 12: "Amina"', shown: 'CONTEXT:  COPY odd, name, line 12' },
]

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
