import { Duplex } from 'node:stream'

/**
 * A stream that is opened when its owner calls connect(), as pg expects of a socket: what stands behind it is a
 * connection through one of our hosts. The socket options are the host connection's own business.
 */
export class TunnelSocket extends Duplex {
  readonly #open: () => Promise<Duplex>
  #inner: Duplex | undefined

  constructor(open: () => Promise<Duplex>) {
    super()
    this.#open = open
  }

  connect(): this {
    this.#open().then(
      (inner) => this.#join(inner),
      (error: Error) => this.destroy(error),
    )
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  override _read(): void {
    this.#inner?.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#inner) this.#inner.write(chunk, done)
    else done(new Error('nothing is connected'))
  }

  override _final(done: () => void): void {
    this.#inner?.end()
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#inner?.destroy()
    done(error)
  }

  #join(inner: Duplex): void {
    if (this.destroyed) {
      inner.destroy()
      return
    }
    this.#inner = inner
    inner.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) inner.pause()
    })
    inner.once('end', () => this.push(null))
    inner.once('close', () => this.destroy())
    inner.on('error', (error) => this.destroy(error))
    this.emit('connect')
  }
}
