import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeLog } from '../../../src/remote/job/decode-log.ts'

test('a character that is only begun waits for the next piece', () => {
  const bytes = Buffer.from('aé')
  assert.deepEqual(decodeLog(bytes.subarray(0, 2), 10, true), { log: 'a', nextOffset: 11 })
  assert.deepEqual(decodeLog(bytes.subarray(1), 11, true), { log: 'é', nextOffset: 13 })
})

test('where nothing more can follow, a begun character is shown as what it is', () => {
  assert.deepEqual(decodeLog(Buffer.from([0x61, 0xc3]), 0, false), { log: 'a\uFFFD', nextOffset: 2 })
})

test('bytes that are no UTF-8 never hold the log up', () => {
  assert.deepEqual(decodeLog(Buffer.from([0xff, 0x80, 0x80, 0x80]), 0, true).nextOffset, 4)
})

test('text cut anywhere reads as the whole, and the offset counts its bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, at) => {
      const bytes = Buffer.from(text)
      const cut = bytes.length === 0 ? 0 : at % bytes.length
      const first = decodeLog(bytes.subarray(0, cut), 0, true)
      const second = decodeLog(bytes.subarray(first.nextOffset), first.nextOffset, false)
      assert.equal(first.log + second.log, bytes.toString('utf8'))
      assert.equal(second.nextOffset, bytes.length)
    }),
  )
})
