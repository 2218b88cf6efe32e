import type { Readable } from 'node:stream'

/** A command may say more beside its stream than anybody wants to hold. */
const TAIL_BYTES = 8 * 1024

/** Reads a stream to its end and keeps the last 8 KiB, which the returned function shows. */
export function keepTail(stream: Readable): () => string {
  let kept = Buffer.alloc(0)
  stream.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-TAIL_BYTES)
  })
  stream.on('error', () => {})
  return () => kept.toString('utf8')
}
