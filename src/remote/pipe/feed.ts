import type { RemoteProcess } from '../connector.ts'

/** Why the bytes stopped: nothing more came, nobody reads any more, or somebody gave up. */
export interface Fed {
  readonly bytes: number
  readonly because: 'source-ended' | 'target-ended' | 'aborted'
}

/**
 * Copies source's stdout into target's stdin, pausing while the target cannot take more, and reports the bytes so far.
 * It closes nothing: what an end means is for the caller to judge. What comes after the stop is thrown away.
 */
export function feed(
  source: RemoteProcess,
  target: RemoteProcess,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Fed> {
  const { stdout } = source
  const { stdin } = target
  let bytes = 0
  const copy = (chunk: Buffer) => {
    bytes += chunk.length
    onBytes(bytes)
    if (!stdin.write(chunk)) stdout.pause()
  }
  const goOn = () => stdout.resume()
  return new Promise<Fed>((resolve) => {
    const abort = () => stop('aborted')
    const stop = (because: Fed['because']) => {
      stdout.off('data', copy)
      stdin.off('drain', goOn)
      signal.removeEventListener('abort', abort)
      stdout.resume()
      resolve({ bytes, because })
    }
    stdout.on('error', () => {})
    for (const over of ['end', 'close']) stdout.once(over, () => stop('source-ended'))
    target.ended.then(
      () => stop('target-ended'),
      () => stop('target-ended'),
    )
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    stdin.on('drain', goOn)
    stdout.on('data', copy)
  })
}
