import { createHmac, timingSafeEqual } from 'node:crypto'

/** Time-based one-time codes: https://www.rfc-editor.org/rfc/rfc6238, with what every authenticator app takes for granted. */
const STEP_MS = 30_000
const DIGITS = 6
/** How many steps a phone's clock may be before or behind ours. */
const SKEW_STEPS = 1
/** As long as the hash is: https://www.rfc-editor.org/rfc/rfc4226#section-4 */
export const SECRET_BYTES = 20

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Random bytes as a secret that an app takes: base32 without padding. */
export function secretOf(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32.charAt(Number.parseInt(five.padEnd(5, '0'), 2))).join('')
}

/** Number of the step that an instant is in. */
export function counterAt(at: string): number {
  return Math.floor(Date.parse(at) / STEP_MS)
}

/** The six digits of a step. */
export function codeOf(secret: string, counter: number): string {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const hash = createHmac('sha1', bytesOf(secret)).update(message).digest()
  const number = hash.readUInt32BE(hash.readUInt8(hash.length - 1) & 0xf) & 0x7fffffff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** The step whose code this is, around an instant; undefined when the code is not right. Spaces do not count. */
export function matchingCounter(secret: string, typed: string, at: string): number | undefined {
  const code = typed.replaceAll(/\s/g, '')
  const now = counterAt(at)
  const near = Array.from({ length: 2 * SKEW_STEPS + 1 }, (_, index) => now - SKEW_STEPS + index)
  return near.find((counter) => isSame(codeOf(secret, counter), code))
}

/** What an authenticator app reads from the picture: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export function otpauthUri(secret: string, account: string): string {
  const label = `${ISSUER}:${encodeURIComponent(account)}`
  return `otpauth://totp/${label}?secret=${secret}&issuer=${ISSUER}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_MS / 1000}`
}

const ISSUER = 'Drover'

function isSame(right: string, typed: string): boolean {
  const [a, b] = [Buffer.from(right), Buffer.from(typed)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}
