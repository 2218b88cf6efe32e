import type { Readable } from 'node:stream'

/**
 * Reads a stream to its end, or to where it broke: whether the command behind it ended well is said by its exit code, not
 * here. Rejects with what tooLong makes when there are more than maxBytes.
 */
export function collect(stream: Readable, maxBytes: number, tooLong: () => Error): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let sizeBytes = 0
    stream.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length
      if (sizeBytes > maxBytes) reject(tooLong())
      else chunks.push(chunk)
    })
    stream.on('error', () => {})
    for (const over of ['end', 'close', 'error']) stream.once(over, () => resolve(Buffer.concat(chunks)))
  })
}
