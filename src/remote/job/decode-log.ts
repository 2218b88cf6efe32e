/** A piece of the log as text, and where the next piece begins. */
export interface LogPiece {
  readonly log: string
  readonly nextOffset: number
}

/**
 * Bytes to text. Where more may follow, a character that is only begun at the end waits for the next piece; bytes that are
 * no UTF-8 become U+FFFD. The offset counts bytes, whatever they decode to.
 */
export function decodeLog(bytes: Buffer, offset: number, more: boolean): LogPiece {
  const whole = more ? bytes.subarray(0, bytes.length - begunBytes(bytes)) : bytes
  return { log: whole.toString('utf8'), nextOffset: offset + whole.length }
}

/** How many bytes at the end begin a character without ending it (0 to 3). */
function begunBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < lengthOf(byte) ? back : 0
  }
  return 0
}

function lengthOf(lead: number): number {
  if (lead >= 0xf0) return 4
  return lead >= 0xe0 ? 3 : 2
}
