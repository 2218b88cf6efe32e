import type { Duplex } from 'node:stream'
import type { AcceptConnection, Client, ClientChannel, TcpConnectionDetails } from 'ssh2'
import type { ListeningPort } from '../../model/ports.ts'
import { UserError } from '../../model/user-error.ts'
import { portForbidden } from '../port-forbidden.ts'
import { request } from './request.ts'

const ADDRESS = '127.0.0.1'

/** Asks sshd for a port (RFC 4254, 7.1). It lives as long as the connection does. */
export async function listenOverSsh(
  host: string,
  connection: Client,
  onConnection: (stream: Duplex) => void,
): Promise<ListeningPort> {
  const port = await forwardIn(host, connection)
  const gone = new AbortController()
  const take = ({ destPort }: TcpConnectionDetails, accept: AcceptConnection<ClientChannel>) => {
    if (destPort === port) onConnection(accept())
  }
  const lose = () => {
    connection.removeListener('tcp connection', take)
    gone.abort(portGone(host))
  }
  connection.on('tcp connection', take)
  connection.once('close', lose)
  return {
    port,
    gone: gone.signal,
    close: async () => {
      connection.removeListener('close', lose)
      if (!gone.signal.aborted) await unforwardIn(host, connection, port)
      connection.removeListener('tcp connection', take)
    },
  }
}

function forwardIn(host: string, connection: Client): Promise<number> {
  return request(host, connection, (open, resolve, reject) => {
    open.forwardIn(ADDRESS, 0, (error, port) => {
      if (error) reject(portForbidden(host, error))
      else resolve(port)
    })
  })
}

/** A connection that is gone has taken its ports with it, so nothing can fail here. */
function unforwardIn(host: string, connection: Client, port: number): Promise<void> {
  const send = (open: Client, resolve: () => void) => open.unforwardIn(ADDRESS, port, () => resolve())
  return request<void>(host, connection, send).catch(() => undefined)
}

function portGone(host: string): UserError {
  const message = `The connection to ${host} broke, and with it the port that the bot had opened there. What came through it has to begin again.`
  return new UserError('ssh-lost', message)
}
