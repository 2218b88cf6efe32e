import type { Fields } from '../fields.ts'
import type { ServerState } from '../server-state.ts'

/** One Web API method: which token and scope it needs, and what it does. */
export interface Method {
  token: 'bot' | 'app' | 'none'
  /** Some methods need another scope for each kind of channel. */
  scope?: string | ((state: ServerState, args: Fields) => string)
  /** The answer without `ok`; throws SlackError to refuse. */
  run(state: ServerState, args: Fields): Fields
}

/** Methods by their full name. */
export type Methods = Record<string, Method>
