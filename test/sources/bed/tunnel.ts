import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { after } from 'node:test'
import type { Hosts } from '../../../src/model/ports.ts'
import { UserError } from '../../../src/model/user-error.ts'

/** A way to a host: a plain duplex stream, as an SSH channel is one, and no socket. */
export interface Tunnel {
  readonly connect: Hosts['connect']
  /** How many connections were opened. */
  opened(): number
  /** Breaks every connection. */
  cut(): void
}

/** Stands for the hosts: every name is the loopback interface. */
export function createTunnel(): Tunnel {
  const sockets = new Set<Socket>()
  let opened = 0
  return {
    opened: () => opened,
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    connect: async (host, port) => {
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect').catch((cause: unknown) => {
        throw new UserError('port-refused', `Nothing on ${host} accepted a connection on port ${port}.`, { cause })
      })
      sockets.add(socket)
      opened += 1
      socket.on('error', () => {})
      return Duplex.from({ readable: socket, writable: socket })
    },
  }
}

/** A loopback port that was closed a moment ago. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Closes something when the tests of the file are over. */
export function closing<T extends { close(): Promise<void> }>(thing: T): T {
  after(() => thing.close())
  return thing
}
