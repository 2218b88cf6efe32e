import type { Pace } from '../../model/pace.ts'
import type { RemoteProcess } from '../connector.ts'

/** Why the bytes stopped: nothing more came, nobody reads any more, or somebody gave up. */
export interface Fed {
  readonly bytes: number
  readonly because: 'source-ended' | 'target-ended' | 'aborted'
}

/** How a stream is watched and steered. */
export interface FeedOptions {
  readonly onBytes: (bytes: number) => void
  readonly signal: AbortSignal
  readonly pace?: Pace | undefined
}

/**
 * Copies source's stdout into target's stdin, pausing while the target cannot take more or the pace has no room, and
 * reports the bytes so far. It closes nothing: what an end means is for the caller to judge. What comes after the stop is
 * thrown away.
 */
export function feed(source: RemoteProcess, target: RemoteProcess, options: FeedOptions): Promise<Fed> {
  const { onBytes, signal, pace } = options
  const { stdout } = source
  const { stdin } = target
  let bytes = 0
  let timer: NodeJS.Timeout | undefined
  let isFull = false
  const goOn = () => {
    if (!isFull && timer === undefined) stdout.resume()
  }
  const drained = () => {
    isFull = false
    goOn()
  }
  const waitFor = (waitMs: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      goOn()
    }, waitMs)
  }
  const copy = (chunk: Buffer) => {
    bytes += chunk.length
    onBytes(bytes)
    if (!stdin.write(chunk)) isFull = true
    const waitMs = pace?.take(chunk.length, performance.now()) ?? 0
    if (waitMs > 0) waitFor(waitMs)
    if (isFull || timer !== undefined) stdout.pause()
  }
  return new Promise<Fed>((resolve) => {
    const abort = () => stop('aborted')
    const stop = (because: Fed['because']) => {
      clearTimeout(timer)
      stdout.off('data', copy)
      stdin.off('drain', drained)
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
    stdin.on('drain', drained)
    stdout.on('data', copy)
  })
}
