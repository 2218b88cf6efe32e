import { deflateSync } from 'node:zlib'
import qrcode from 'qrcode-generator'

const MODULE_PX = 8
/** The empty border that readers need. */
const QUIET_MODULES = 4

/** A text as a QR code that a phone can read off the screen: a PNG in black and white. */
export function qrPicture(text: string): Buffer {
  const qr = qrcode(0, 'M')
  qr.addData(text)
  qr.make()
  const size = qr.getModuleCount()
  const isInside = (at: number) => at >= 0 && at < size
  const isDark = (y: number, x: number) => isInside(y) && isInside(x) && qr.isDark(y, x)
  const moduleAt = (pixel: number) => Math.floor(pixel / MODULE_PX) - QUIET_MODULES
  return png((size + 2 * QUIET_MODULES) * MODULE_PX, (y, x) => isDark(moduleAt(y), moduleAt(x)))
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const WHITE = 0xff
const EIGHT_BITS_GREY = [8, 0, 0, 0, 0]

/** A square picture: https://www.w3.org/TR/png-3/ */
function png(sizePx: number, isDark: (y: number, x: number) => boolean): Buffer {
  const side = Buffer.alloc(4)
  side.writeUInt32BE(sizePx)
  const header = Buffer.concat([side, side, Buffer.from(EIGHT_BITS_GREY)])
  const rows = Array.from({ length: sizePx }, (_row, y) => row(sizePx, (x) => isDark(y, x)))
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Begins with the number of its filter: none. */
function row(sizePx: number, isDark: (x: number) => boolean): Buffer {
  return Buffer.from([0, ...Array.from({ length: sizePx }, (_pixel, x) => (isDark(x) ? 0 : WHITE))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

const CRC_POLYNOMIAL = 0xedb88320

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ CRC_POLYNOMIAL : crc >>> 1
  }
  return ~crc >>> 0
}
