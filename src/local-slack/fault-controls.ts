import type { ServerState } from './server-state.ts'
import { findMessage, remove } from './workspace/messages.ts'
import { type Channel, findChannel } from './workspace/workspace.ts'

/** Makes things go wrong on purpose. `method` is a Web API method, `upload` for the bytes of a file, or `*` for any. */
export interface FaultControls {
  /** The next calls answer 429 and are not carried out. */
  rateLimit(method: string, options?: { times?: number; retryAfterSeconds?: number }): void
  /** The next calls answer an HTTP error and are not carried out. */
  serverError(method: string, options?: { times?: number; status?: number }): void
  /** The next calls are carried out, but the connection breaks before the answer. */
  dropResponse(method: string, options?: { times?: number }): void
  /** The next calls are carried out at once and answered only after this long: longer than a client waits is a timeout. */
  lateAnswer(method: string, options: { times?: number; delayMs: number }): void
  /** The next calls answer `ok: false` with this error and are not carried out. */
  slackError(method: string, error: string, options?: { times?: number }): void
  /** The next envelope arrives twice, with the same envelope_id. */
  duplicateNext(): void
  /** The next envelope arrives again after its ack, with a new envelope_id and `retry_attempt: 1`. */
  redeliverNext(): void
  /** The next envelope goes out only after the one that follows it. */
  holdBackNext(): void
  /** Ends sockets: after a disconnect frame with `warn`, else without a word. All of them unless `count` says less. */
  disconnect(options?: { warn?: boolean; count?: number }): void
  /** No socket can be opened for this long. */
  refuseConnections(forMs: number): void
  /** Nothing of Slack can be reached for this long: no call is carried out, and every socket is gone. */
  outage(forMs: number): void
  /** From here on the bot token is refused and its calls are not carried out; `false` ends that. */
  revokeToken(on?: boolean): void
  /** From here on messages with blocks answer `invalid_blocks`, whatever is in them; `false` ends that. */
  refuseBlocks(on?: boolean): void
  /** From here on triggers are expired when they are made; `false` ends that. */
  expireTriggers(on?: boolean): void
  /** From here on response urls are expired when they are made; `false` ends that. */
  expireResponseUrls(on?: boolean): void
  archive(channel: string, on?: boolean): void
  removeBot(channel: string): void
  deleteMessage(channel: string, ts: string): void
  /** Takes back what was asked of coming calls, envelopes, triggers and response urls. */
  clear(): void
}

const needChannel = (state: ServerState, idOrName: string): Channel => {
  const channel = findChannel(state.workspace, idOrName)
  if (!channel) throw new Error(`There is no channel "${idOrName}" in this workspace.`)
  return channel
}

const removeBot = (state: ServerState, name: string): void => {
  const channel = needChannel(state, name)
  channel.members = channel.members.filter((member) => member !== state.workspace.bot.userId)
  state.workspace.changes.tell()
}

const archive = (state: ServerState, name: string, on: boolean): void => {
  needChannel(state, name).isArchived = on
  state.workspace.changes.tell()
}

const deleteMessage = (state: ServerState, name: string, ts: string): void => {
  const message = findMessage(state.workspace, needChannel(state, name).id, ts)
  if (message) remove(state.workspace, message)
}

/** The faults of one server. */
export const createFaultControls = (state: ServerState): FaultControls => ({
  rateLimit: (method, { times = 1, retryAfterSeconds = 1 } = {}) =>
    state.faults.addCalls(method, times, { kind: 'rate-limit', retryAfterSeconds }),
  serverError: (method, { times = 1, status = 503 } = {}) =>
    state.faults.addCalls(method, times, { kind: 'server-error', status }),
  dropResponse: (method, { times = 1 } = {}) => state.faults.addCalls(method, times, { kind: 'drop-response' }),
  lateAnswer: (method, { times = 1, delayMs }) =>
    state.faults.addCalls(method, times, { kind: 'late-answer', delayMs }),
  slackError: (method, error, { times = 1 } = {}) =>
    state.faults.addCalls(method, times, { kind: 'slack-error', error }),
  duplicateNext: () => state.faults.duplicateNext(),
  redeliverNext: () => state.faults.redeliverNext(),
  holdBackNext: () => state.faults.holdBackNext(),
  disconnect: ({ warn = false, count } = {}) =>
    state.dispatcher.connections.disconnect({
      ...(warn ? { reason: 'refresh_requested' as const } : {}),
      ...(count === undefined ? {} : { count }),
    }),
  refuseConnections: (forMs) => state.faults.refuseConnections(forMs),
  outage: (forMs) => {
    state.faults.goDark(forMs)
    state.dispatcher.connections.disconnect({})
  },
  revokeToken: (on = true) => state.faults.revokeToken(on),
  refuseBlocks: (on = true) => state.faults.refuseBlocks(on),
  expireTriggers: (on = true) => state.triggers.expireAtOnce(on),
  expireResponseUrls: (on = true) => state.responseUrls.expireAtOnce(on),
  archive: (channel, on = true) => archive(state, channel, on),
  removeBot: (channel) => removeBot(state, channel),
  deleteMessage: (channel, ts) => deleteMessage(state, channel, ts),
  clear: () => {
    state.faults.clear()
    state.triggers.expireAtOnce(false)
    state.responseUrls.expireAtOnce(false)
  },
})
