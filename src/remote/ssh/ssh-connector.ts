import type { Duplex } from 'node:stream'
import type { NodeSSH } from 'node-ssh'
import { UserError } from '../../model/user-error.ts'
import type { Connector, HostState, RemoteProcess } from '../connector.ts'
import { portRefused } from '../port-refused.ts'
import { type Dial, type Dialed, dial } from './dial.ts'
import { connectionLost } from './dial-error.ts'
import { request } from './request.ts'
import { narrowSendWindow } from './send-window.ts'
import { listenOverSsh } from './ssh-port.ts'
import { toProcess } from './ssh-process.ts'

/** Every channel that is being opened listens for the end of the connection. */
const MOST_LISTENERS = 100

/** One connection to one host: opened at first use, kept alive, opened anew at the next use after it broke. */
export function createSshConnector(way: Dial, onState: (state: HostState) => void): Connector {
  let current: Promise<Dialed> | undefined
  const opened = () => {
    if (current) return current
    const mine = open(way, onState, () => {
      // A connection may say twice that it broke, and the second time another one has taken its place.
      if (current === mine) current = undefined
    })
    current = mine
    return mine
  }
  return {
    run: async (line) => {
      const { ssh } = await opened()
      return exec(way.host, ssh, line)
    },
    connect: async (port, address) => {
      const { ssh } = await opened()
      return forward(way.host, ssh, port, address)
    },
    listen: async (onConnection) => {
      const { ssh } = await opened()
      if (!ssh.connection) throw connectionLost(way.host, undefined)
      return listenOverSsh(way.host, ssh.connection, onConnection)
    },
    hostKey: async () => (await opened()).hostKey,
    close: async () => {
      const dialed = await current?.catch(() => undefined)
      current = undefined
      dialed?.ssh.dispose()
    },
  }
}

async function open(way: Dial, onState: (state: HostState) => void, forget: () => void): Promise<Dialed> {
  try {
    const dialed = await dial(way)
    const { connection } = dialed.ssh
    if (!connection) throw connectionLost(way.host, undefined)
    // Questions are small and answered at once: waiting to fill a packet would cost more than the question.
    connection.setNoDelay(true)
    connection.setMaxListeners(MOST_LISTENERS)
    // Without a listener a broken connection would be an uncaught error; the channels tell each caller.
    connection.on('error', forget)
    connection.once('close', () => {
      forget()
      onState('lost')
    })
    onState('connected')
    return dialed
  } catch (error) {
    forget()
    onState('unreachable')
    throw error
  }
}

/** The end of a quick command arrives together with its beginning, so it is listened for before anything else runs. */
function exec(host: string, { connection }: NodeSSH, line: string): Promise<RemoteProcess> {
  const startedMs = performance.now()
  return request(host, connection, (open, resolve, reject) => {
    open.exec(line, (error, channel) => {
      if (error) return reject(channelRefused(host, error))
      narrowSendWindow(open, channel, performance.now() - startedMs)
      resolve(toProcess(host, channel))
    })
  })
}

function forward(host: string, { connection }: NodeSSH, port: number, address: string): Promise<Duplex> {
  return request(host, connection, (open, resolve, reject) => {
    open.forwardOut('127.0.0.1', 0, address, port, (error, channel) => {
      if (error) reject(portRefused(host, port, error))
      else resolve(channel)
    })
  })
}

function channelRefused(host: string, cause: unknown): UserError {
  const message = `${host} refused to open another session on its connection. Nothing was run. Ask again when less is going on there, or raise MaxSessions in its sshd_config.`
  return new UserError('ssh-session-refused', message, { cause })
}
