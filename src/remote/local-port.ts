import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ListeningPort } from '../model/ports.ts'
import { portForbidden } from './port-forbidden.ts'

/** A port of the bot's own machine, which never goes away by itself. */
export async function listenLocally(host: string, onConnection: (stream: Duplex) => void): Promise<ListeningPort> {
  const server = createServer({ noDelay: true, allowHalfOpen: true }, onConnection).listen(0, '127.0.0.1')
  await once(server, 'listening').catch((cause: unknown) => {
    throw portForbidden(host, cause)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    gone: new AbortController().signal,
    // The server's own end would wait for the connections, and those are their owner's.
    close: async () => void server.close(),
  }
}
