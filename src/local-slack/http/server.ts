import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { ServerState } from '../server-state.ts'
import { createApiRoute } from './api-route.ts'
import { controlRoute } from './control-route.ts'
import { fileRoute, uploadRoute } from './file-routes.ts'
import { isOwnPage } from './is-own-page.ts'
import { actRoute, newsRoute, workspaceRoute } from './page-routes.ts'
import { replyText } from './reply.ts'
import { responseRoute } from './response-route.ts'
import type { Route } from './route.ts'
import { createSocketRoute } from './socket-route.ts'
import { staticRoute } from './static-route.ts'

interface Entry {
  method: 'GET' | 'POST'
  prefix: string
  route: Route
  /** Only for the page and programs on this machine. */
  isPrivate: boolean
}

const entries = (): Entry[] => [
  { method: 'POST', prefix: '/api/', route: createApiRoute(), isPrivate: false },
  { method: 'POST', prefix: '/upload/', route: uploadRoute, isPrivate: false },
  { method: 'POST', prefix: '/response/', route: responseRoute, isPrivate: false },
  { method: 'POST', prefix: '/_control/', route: controlRoute, isPrivate: true },
  { method: 'POST', prefix: '/_page/act', route: actRoute, isPrivate: true },
  { method: 'GET', prefix: '/_page/workspace', route: workspaceRoute, isPrivate: true },
  { method: 'GET', prefix: '/_page/news', route: newsRoute, isPrivate: true },
  { method: 'GET', prefix: '/files/', route: fileRoute, isPrivate: true },
  { method: 'GET', prefix: '/', route: staticRoute, isPrivate: true },
]

const handle = async (state: ServerState, all: Entry[], request: IncomingMessage, response: ServerResponse) => {
  const url = new URL(request.url ?? '/', state.address)
  const entry = all.find(({ method, prefix }) => method === request.method && url.pathname.startsWith(prefix))
  if (!entry) return replyText(response, 'There is nothing here.', 404)
  if (entry.isPrivate && !isOwnPage(request)) return replyText(response, 'Only the local page may ask this.', 403)
  if (!entry.isPrivate && state.faults.isDark()) return void request.socket.destroy()
  await entry.route({ state, request, response, url, rest: url.pathname.slice(entry.prefix.length) })
}

const answerFailure = (response: ServerResponse, error: unknown): void => {
  if (response.headersSent) response.destroy()
  else replyText(response, `The local Slack failed: ${error instanceof Error ? error.message : String(error)}`, 500)
}

/** Starts listening on 127.0.0.1 and writes the address into the state. */
export const listen = (state: ServerState, port: number): Promise<Server> => {
  const all = entries()
  const server = createServer((request, response) => {
    handle(state, all, request, response).catch((error: unknown) => answerFailure(response, error))
  })
  server.on('upgrade', createSocketRoute(state))
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') return reject(new Error('The local Slack got no port.'))
      state.address = `http://127.0.0.1:${address.port}/`
      resolve(server)
    })
  })
}
