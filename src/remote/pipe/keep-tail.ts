import type { Readable } from 'node:stream'
import { readable } from '../readable.ts'

/** A command may say more beside its stream than anybody wants to hold. */
export const TAIL_BYTES = 8 * 1024

/** Reads a stream to its end and keeps the last 8 KiB of it, whole lines, which the returned function shows. */
export function keepTail(stream: Readable): () => string {
  let kept = Buffer.alloc(0)
  let isCut = false
  stream.on('data', (chunk: Buffer) => {
    const all = Buffer.concat([kept, chunk])
    isCut ||= all.length > TAIL_BYTES
    kept = all.subarray(-TAIL_BYTES)
  })
  stream.on('error', () => {})
  return () => readable((isCut ? wholeLines(kept) : kept).toString('utf8'))
}

/** Without the line that was cut: its beginning would have said whether the rest of it may be shown. */
export function wholeLines(bytes: Buffer): Buffer {
  return bytes.subarray(bytes.indexOf('\n') + 1)
}
