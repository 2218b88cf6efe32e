import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the outside may ask: is it alive, is it ready, and numbers for Prometheus. */
export interface Vitals {
  /** Why the bot is not well though the process lives; undefined while it is. */
  stuck(): string | undefined
  ready(): Promise<boolean>
  metrics(): Promise<Readonly<Record<string, number>>>
}

/** Serves /healthz, /readyz and /metrics on 127.0.0.1. */
export async function startHealth(port: number, vitals: Vitals): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '/', vitals)
      .catch(() => ({ status: 500, text: 'the numbers could not be read\n' }))
      .then(({ status, text }) => {
        response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4' }).end(text)
      })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  return { port: portOf(server), stop: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function answer(url: string, vitals: Vitals): Promise<{ status: number; text: string }> {
  if (url === '/healthz') {
    const stuck = vitals.stuck()
    return stuck === undefined ? { status: 200, text: 'ok\n' } : { status: 503, text: `${stuck}\n` }
  }
  if (url === '/readyz')
    return (await vitals.ready()) ? { status: 200, text: 'ready\n' } : { status: 503, text: 'not connected to Slack\n' }
  if (url !== '/metrics') return { status: 404, text: 'try /healthz, /readyz or /metrics\n' }
  const numbers = Object.entries(await vitals.metrics())
  return { status: 200, text: numbers.map(([name, value]) => `# TYPE ${name} gauge\n${name} ${value}\n`).join('') }
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
