import { connect } from 'node:net'

const PROTOCOL_3 = 196_608
const SASL = 10

/**
 * Whether the server asks this role for a SCRAM password: one start-up message, and the kind of login in
 * its answer (PostgreSQL documentation, "Message Formats"). False when it cannot be told.
 */
export function asksForScram(postgresqlUrl: string): Promise<boolean> {
  const { hostname, port, username, pathname } = new URL(postgresqlUrl)
  const socket = connect(Number(port || 5432), hostname)
  return new Promise((resolve) => {
    socket.once('connect', () => socket.write(startupMessage(username, pathname.slice(1))))
    socket.once('data', (answer) => {
      socket.destroy()
      resolve(answer.length >= 9 && answer.toString('latin1', 0, 1) === 'R' && answer.readInt32BE(5) === SASL)
    })
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
  })
}

function startupMessage(user: string, database: string): Buffer {
  const settings = Buffer.from(`user\0${user}\0database\0${database}\0\0`)
  const head = Buffer.alloc(8)
  head.writeInt32BE(head.length + settings.length, 0)
  head.writeInt32BE(PROTOCOL_3, 4)
  return Buffer.concat([head, settings])
}
