import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServerState } from '../server-state.ts'

/** One request on its way to an answer. */
export interface Exchange {
  state: ServerState
  request: IncomingMessage
  response: ServerResponse
  url: URL
  /** What follows the route's prefix in the path. */
  rest: string
}

/** Answers the requests below a path. */
export type Route = (exchange: Exchange) => void | Promise<void>
