import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf, counterAt, matchingCounter, otpauthUri, secretOf } from '../../src/model/totp.ts'

/** The seed of RFC 6238, appendix B: twenty characters of ASCII. */
const SECRET = secretOf(Buffer.from('12345678901234567890'))

/** Seconds since 1970 and the last six digits, from the table of appendix B. */
const VECTORS: readonly (readonly [number, string])[] = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
]

for (const [seconds, code] of VECTORS)
  test(`the code ${seconds} seconds after 1970 is the one that RFC 6238 prints`, () => {
    assert.equal(codeOf(SECRET, counterAt(new Date(seconds * 1000).toISOString())), code)
  })

test('a secret is base32 without padding, as apps want it', () => {
  assert.equal(SECRET, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  assert.equal(secretOf(Buffer.from('f')), 'MY')
  assert.equal(secretOf(Buffer.from('foobar')), 'MZXW6YTBOI')
})

const AT = '2026-11-02T09:00:10.000Z'
const NOW = counterAt(AT)

for (const skew of [-1, 0, 1])
  test(`a phone whose clock is ${skew} steps off is right`, () => {
    assert.equal(matchingCounter(SECRET, codeOf(SECRET, NOW + skew), AT), NOW + skew)
  })

for (const skew of [-2, 2])
  test(`a phone whose clock is ${skew} steps off is wrong`, () => {
    assert.equal(matchingCounter(SECRET, codeOf(SECRET, NOW + skew), AT), undefined)
  })

test('a step ends on the second', () => {
  assert.equal(counterAt('2026-11-02T09:00:30.000Z') - counterAt('2026-11-02T09:00:29.999Z'), 1)
})

test('a space in the middle does not matter, and anything else does', () => {
  const code = codeOf(SECRET, NOW)
  assert.equal(matchingCounter(SECRET, ` ${code.slice(0, 3)} ${code.slice(3)} `, AT), NOW)
  const others = ['', '0', code.slice(1), `${code}0`, `${code}.0`, code.replace(/./, 'x'), '٠٠٠٠٠٠', 'undefined']
  assert.deepEqual(
    others.filter((typed) => matchingCounter(SECRET, typed, AT) !== undefined),
    [],
  )
})

test('a code of somebody else is wrong', () => {
  assert.equal(matchingCounter(secretOf(Buffer.alloc(20, 7)), codeOf(SECRET, NOW), AT), undefined)
})

test('the address in the picture says whose code it is, with everything that an app could ask', () => {
  assert.equal(
    otpauthUri(SECRET, 'Dan & Co: ops'),
    `otpauth://totp/Drover:Dan%20%26%20Co%3A%20ops?secret=${SECRET}&issuer=Drover&algorithm=SHA1&digits=6&period=30`,
  )
})
