import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateSync } from 'node:zlib'
import qrcode from 'qrcode-generator'
import { qrPicture } from '../../src/slack/qr-picture.ts'

const TEXT = 'otpauth://totp/Drover:Olga?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Drover'
const QUIET = 4
const SCALE = 8

/** The parts of a PNG, by their type. */
function partsOf(png: Buffer): ReadonlyMap<string, Buffer> {
  const parts = new Map<string, Buffer>()
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    parts.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  return parts
}

test('the picture is a grey PNG that any viewer takes', () => {
  const png = qrPicture(TEXT)
  assert.equal(png.toString('latin1', 1, 4), 'PNG')
  const parts = partsOf(png)
  assert.deepEqual([...parts.keys()], ['IHDR', 'IDAT', 'IEND'])
  const header = parts.get('IHDR')
  assert.equal(header?.readUInt32BE(0), header?.readUInt32BE(4))
  assert.deepEqual([...(header?.subarray(8) ?? [])], [8, 0, 0, 0, 0])
  assert.equal(png.subarray(-12).toString('hex'), '0000000049454e44ae426082')
})

test('every module of the code is a square of its colour, with an empty border around', () => {
  const qr = qrcode(0, 'M')
  qr.addData(TEXT)
  qr.make()
  const size = qr.getModuleCount()
  const sizePx = (size + 2 * QUIET) * SCALE
  const pixels = inflateSync(partsOf(qrPicture(TEXT)).get('IDAT') ?? Buffer.alloc(0))
  assert.equal(pixels.length, sizePx * (sizePx + 1))
  const wrong: string[] = []
  for (let y = 0; y < sizePx; y++)
    for (let x = 0; x < sizePx; x++) {
      const [row, column] = [y, x].map((at) => Math.floor(at / SCALE) - QUIET)
      const isOutside = [row, column].some((at) => at === undefined || at < 0 || at >= size)
      const isDark = !isOutside && qr.isDark(row ?? 0, column ?? 0)
      if (pixels[y * (sizePx + 1) + 1 + x] !== (isDark ? 0 : 255)) wrong.push(`${x},${y}`)
    }
  assert.deepEqual(wrong, [])
})
