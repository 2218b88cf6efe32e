import { Duplex } from 'node:stream'
import type { Tools } from '../../../src/model/ports.ts'

/** A line that lets so many bytes from the source through, in all its connections together, and then loses all that comes. */
export function slowLine(tools: Tools, host: string, bytes: number): { tools: Tools; hangs(): boolean } {
  let left = bytes
  const passes = (length: number) => {
    left -= length
    return left > 0
  }
  const connect: Tools['hosts']['connect'] = async (...asked) => {
    const stream = await tools.hosts.connect(...asked)
    return asked[0] === host ? narrowed(stream, passes) : stream
  }
  return { tools: { ...tools, hosts: { ...tools.hosts, connect } }, hangs: () => left <= 0 }
}

function narrowed(inner: Duplex, passes: (length: number) => boolean): Duplex {
  const outer = new Duplex({
    read: () => void inner.resume(),
    write: (chunk, _encoding, done) => void inner.write(chunk, done),
    final: (done) => {
      inner.end()
      done()
    },
    destroy: (error, done) => {
      inner.destroy()
      done(error)
    },
  })
  inner.on('data', (chunk: Buffer) => {
    if (!passes(chunk.length)) return
    inner.pause()
    outer.push(chunk)
  })
  inner.once('end', () => outer.push(null))
  inner.once('close', () => outer.destroy())
  inner.on('error', () => outer.destroy())
  return outer
}
