import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

// Below 32768, where Linux takes the local ends of outgoing connections from: a server that
// restarts on its port does not find it taken by a client.
const LOWEST = 20_000
const HIGHEST = 32_000
const ATTEMPTS = 200

const handedOut = new Set<number>()

/** A TCP port of 127.0.0.1 that nobody listens on, never the same one twice in this process. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(LOWEST, HIGHEST)
    if (handedOut.has(port) || !(await canListen(port))) continue
    handedOut.add(port)
    return port
  }
  throw new Error(`No free port between ${LOWEST} and ${HIGHEST} on 127.0.0.1 after ${ATTEMPTS} attempts.`)
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
