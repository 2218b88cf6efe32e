import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fullBucket, type Rate, take } from './token-bucket.ts'

/**
 * A link of limited speed in front of sshd ports, as a process of its own. Arguments: bytes a second in each direction,
 * then the ports. Prints the ports to use instead as a line of JSON; a line on stdin asks for the bytes that passed the
 * first port so far, both directions together. The end of stdin ends it.
 */
const [bytesPerSecond = 0, ...ports] = process.argv.slice(2).map(Number)
// 20 ms of traffic: enough that timers of a millisecond do not slow it, too little to be felt.
const RATE: Rate = { bytesPerSecond, burstBytes: bytesPerSecond / 50 }
let bytes = 0

const servers = await Promise.all(ports.map(startServer))
tell({ ports: servers.map(portOf) })
for await (const _ of createInterface({ input: process.stdin })) tell({ bytes })
process.exit()

/** All connections of one server share what passes in each direction. */
async function startServer(port: number, index: number): Promise<Server> {
  const count = (size: number) => {
    if (index === 0) bytes += size
  }
  const [up, down] = [createPace(count), createPace(count)]
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const host = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    // Each direction sees breaks where it reads or writes; a break in between has no other listener.
    for (const socket of [client, host]) socket.on('error', () => socket.destroy())
    void carry(client, host, up)
    void carry(host, client, down)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return server
}

function createPace(count: (size: number) => void): (size: number) => Promise<void> {
  let bucket = fullBucket(RATE, performance.now())
  return async (size) => {
    const taken = take(RATE, bucket, size, performance.now())
    bucket = taken.bucket
    if (taken.waitMs > 0) await wait(taken.waitMs)
    count(size)
  }
}

/** One direction of one connection, until it ends; a break on either side breaks both. */
async function carry(from: Socket, to: Socket, pace: (size: number) => Promise<void>): Promise<void> {
  to.setNoDelay(true)
  const closed = once(to, 'close').catch(() => undefined)
  try {
    // Plain iteration would close the socket at its end, and with it the other direction.
    for await (const piece of from.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(piece)) continue
      await pace(piece.length)
      if (!to.write(piece)) await Promise.race([once(to, 'drain'), closed])
      if (to.destroyed) break
    }
    to.end()
  } catch {
    to.destroy()
  } finally {
    if (to.destroyed) from.destroy()
  }
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function tell(fact: object): void {
  process.stdout.write(`${JSON.stringify(fact)}\n`)
}
