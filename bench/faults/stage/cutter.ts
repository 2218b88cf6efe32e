import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Something in front of the sshd of several hosts that counts bytes, and can cut every connection at one of them. */
export interface Cutter {
  /** In the order of the ports behind. */
  readonly ports: readonly number[]
  bytes(): number
  /** Calls `act` once, when so many more bytes have passed in both directions together. */
  after(bytes: number, act: () => void): void
  /** Ends every connection at once; new ones are let through. */
  cut(): void
  /** Lets nothing more through until the work is done, so that it happens in the middle of what passes. */
  frozenFor(work: () => Promise<void>): Promise<void>
  stop(): Promise<void>
}

export async function startCutter(behind: readonly number[]): Promise<Cutter> {
  const open = new Set<Socket>()
  let bytes = 0
  let isFrozen = false
  let watch: { readonly from: number; readonly act: () => void } | undefined
  const count = (size: number) => {
    bytes += size
    if (!watch || bytes < watch.from) return
    const { act } = watch
    watch = undefined
    act()
  }
  const carry = (from: Socket, to: Socket) => {
    open.add(from)
    from.on('data', (piece) => {
      count(piece.length)
      if (!to.write(piece) || isFrozen) from.pause()
    })
    to.on('drain', () => {
      if (!isFrozen) from.resume()
    })
    from.on('end', () => to.end())
    from.on('error', () => to.destroy())
    from.on('close', () => {
      open.delete(from)
      to.destroy()
    })
  }
  const servers = await Promise.all(
    behind.map(async (port) => {
      const server = createServer({ allowHalfOpen: true }, (client) => {
        const host = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
        carry(client, host)
        carry(host, client)
      })
      await once(server.listen(0, '127.0.0.1'), 'listening')
      return server
    }),
  )
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    ports: servers.map((server) => portOf(server.address())),
    bytes: () => bytes,
    after: (more, act) => {
      watch = { from: bytes + more, act }
    },
    cut,
    frozenFor: async (work) => {
      isFrozen = true
      for (const socket of open) socket.pause()
      await work()
      isFrozen = false
      for (const socket of open) socket.resume()
    },
    stop: async () => {
      for (const server of servers) server.close()
      cut()
    },
  }
}

function portOf(address: unknown): number {
  return typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0
}
