import type { Duplex } from 'node:stream'
import type { AcceptConnection, Client, ClientChannel, TcpConnectionDetails } from 'ssh2'
import type { ListeningPort } from '../../model/ports.ts'
import { UserError } from '../../model/user-error.ts'
import { portForbidden } from '../port-forbidden.ts'
import { connectionLost } from './dial-error.ts'

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
      if (!gone.signal.aborted) await unforwardIn(connection, port)
      connection.removeListener('tcp connection', take)
    },
  }
}

function forwardIn(host: string, connection: Client): Promise<number> {
  return new Promise((resolve, reject) => {
    const lost = () => reject(connectionLost(host, undefined))
    connection.once('close', lost)
    connection.forwardIn(ADDRESS, 0, (error, port) => {
      connection.removeListener('close', lost)
      if (error) reject(portForbidden(host, error))
      else resolve(port)
    })
  })
}

/** A connection that is gone has taken its ports with it, so nothing can fail here. */
function unforwardIn(connection: Client, port: number): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      connection.removeListener('close', over)
      resolve()
    }
    connection.once('close', over)
    try {
      connection.unforwardIn(ADDRESS, port, over)
    } catch {
      over()
    }
  })
}

function portGone(host: string): UserError {
  const message = `The connection to ${host} broke, and with it the port that the bot had opened there. What came through it has to begin again.`
  return new UserError('ssh-lost', message)
}
