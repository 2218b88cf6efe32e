import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { fullBucket, type Rate, take } from '../../move/token-bucket.ts'

/** How slow a link is. */
export interface LinkWays {
  /** All connections of one direction together. */
  readonly bytesPerSecond: number
  /** How late a byte arrives, in each direction. */
  readonly delayMs: number
}

/** A slow link in front of the sshd of several hosts. */
export interface SlowLink {
  /** In the order of the ports behind. */
  readonly ports: readonly number[]
  /** Lets nothing through for a while, not even the end of a connection; what was sent meanwhile arrives afterwards. */
  stall(forMs: number): void
  stop(): Promise<void>
}

/** What may be under way in one direction of one connection before its sender has to wait. */
const WINDOW_BYTES = 1_000_000

export async function startSlowLink(
  { bytesPerSecond, delayMs }: LinkWays,
  behind: readonly number[],
): Promise<SlowLink> {
  const rate: Rate = { bytesPerSecond, burstBytes: bytesPerSecond / 50 }
  const open = new Set<Socket>()
  let stalledUntilMs = 0
  const server = async (port: number) => {
    const [up, down] = [createPace(rate), createPace(rate)]
    const when = (pace: ReturnType<typeof createPace>) => (size: number) =>
      Math.max(performance.now() + pace(size) + delayMs, stalledUntilMs)
    const listening = createServer({ allowHalfOpen: true }, (client) => {
      const host = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
      for (const socket of [client, host]) {
        open.add(socket)
        socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy())
      }
      carry(client, host, when(up), () => stalledUntilMs)
      carry(host, client, when(down), () => stalledUntilMs)
    })
    await once(listening.listen(0, '127.0.0.1'), 'listening')
    return listening
  }
  const servers = await Promise.all(behind.map(server))
  return {
    ports: servers.map((listening) => portOf(listening.address())),
    stall: (forMs) => {
      stalledUntilMs = performance.now() + forMs
    },
    stop: async () => {
      for (const listening of servers) listening.close()
      for (const socket of open) socket.destroy()
    },
  }
}

function createPace(rate: Rate): (size: number) => number {
  let bucket = fullBucket(rate, performance.now())
  return (size) => {
    const taken = take(rate, bucket, size, performance.now())
    bucket = taken.bucket
    return taken.waitMs
  }
}

interface Parcel {
  readonly dueMs: number
  readonly bytes: Buffer
  readonly isEnd: boolean
}

/** One direction of one connection: each piece is delivered when it is due, and none before the one ahead of it. */
function carry(from: Socket, to: Socket, dueAt: (size: number) => number, notBeforeMs: () => number): void {
  const queue: Parcel[] = []
  let waiting = 0
  let timer: NodeJS.Timeout | undefined
  const leftMs = ({ dueMs }: Parcel) => Math.max(dueMs, notBeforeMs()) - performance.now()
  const deliver = () => {
    clearTimeout(timer)
    for (let [next] = queue; next && leftMs(next) <= 0 && to.writableLength < WINDOW_BYTES; [next] = queue) {
      queue.shift()
      waiting -= next.bytes.length
      if (next.isEnd) to.end()
      else to.write(next.bytes)
    }
    if (waiting < WINDOW_BYTES) from.resume()
    const [first] = queue
    // A receiver that is behind calls when it has caught up.
    if (first && to.writableLength < WINDOW_BYTES) timer = setTimeout(deliver, Math.max(1, leftMs(first)))
  }
  const put = (bytes: Buffer, isEnd: boolean) => {
    queue.push({ bytes, isEnd, dueMs: dueAt(bytes.length) })
    waiting += bytes.length
    if (waiting >= WINDOW_BYTES) from.pause()
    if (queue.length === 1) deliver()
  }
  to.setNoDelay(true)
  to.on('drain', deliver)
  from.on('data', (bytes) => put(bytes, false))
  from.on('close', () => put(NOTHING, true))
  from.on('end', () => put(NOTHING, true))
}

const NOTHING = Buffer.alloc(0)

function portOf(address: unknown): number {
  return typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0
}
