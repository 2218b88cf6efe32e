import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { ServerState } from '../server-state.ts'

const ticketOf = (request: IncomingMessage): string =>
  new URL(request.url ?? '/', 'http://local').searchParams.get('ticket') ?? ''

/** Lets a bot with a ticket of `apps.connections.open` connect; each ticket works once. */
export const createSocketRoute = (state: ServerState) => {
  const server = new WebSocketServer({ noServer: true })
  return (request: IncomingMessage, duplex: Duplex, head: Buffer): void => {
    const ticket = ticketOf(request)
    if (state.faults.isRefusingConnections() || !state.tickets.delete(ticket)) {
      duplex.destroy()
      return
    }
    server.handleUpgrade(request, duplex, head, (socket) => state.dispatcher.connections.add(socket))
  }
}
