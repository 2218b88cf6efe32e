import type { Server } from 'node:http'
import { createFaultControls, type FaultControls } from './fault-controls.ts'
import { listen } from './http/server.ts'
import type { LocalSlackOptions } from './options.ts'
import { type Actor, createActor } from './people/actor.ts'
import { createServerState, type ServerState } from './server-state.ts'
import type { Ack, Delivery } from './socket/delivery.ts'
import type { ApiCall } from './web-api/api-call.ts'
import type { Message } from './workspace/message.ts'
import { messagesIn } from './workspace/messages.ts'
import { keepSaved, restore } from './workspace/persistence.ts'
import type { StoredFile } from './workspace/stored-file.ts'
import { findChannel, findPerson } from './workspace/workspace.ts'

export type { FaultControls } from './fault-controls.ts'
export type { LocalSlackOptions } from './options.ts'
export type { Actor } from './people/actor.ts'
export { InputRefused } from './people/input-errors.ts'
export { LIMITS } from './rules/limits.ts'
export type { Problem } from './rules/problem.ts'
export { validateBlocks } from './rules/validate-blocks.ts'
export { validateMessage } from './rules/validate-message.ts'
export { validateView } from './rules/validate-view.ts'
export { type Ack, type Delivery, DispatchFailed } from './socket/delivery.ts'
export type { ApiCall } from './web-api/api-call.ts'
export type { Message } from './workspace/message.ts'
export type { StoredFile } from './workspace/stored-file.ts'
export type { View } from './workspace/view.ts'

/** A running local workspace: its page, its API and what people can do in it. */
export interface LocalSlack {
  pageUrl: string
  /** Ends with `/api/`; what the bot gets as SLACK_API_URL. */
  apiUrl: string
  botToken: string
  appToken: string
  botUserId: string
  /** The person with that id or name, ready to act. */
  as(person: string): Actor
  /** What stands in a channel, or a thread with its first message; oldest first. */
  messages(channel: string, threadTs?: string): Message[]
  /** The direct messages between the bot and a person; oldest first. */
  dms(person: string): Message[]
  files(): StoredFile[]
  calls(method?: string): ApiCall[]
  deliveries(): Delivery[]
  /** Sends an envelope that nobody's act made. Resolves with the ack; rejects with DispatchFailed when none came in time. */
  deliver(type: Delivery['type'], payload: Delivery['payload']): Promise<Ack>
  /** How many sockets the bot has open. */
  connections(): number
  /** Resolves with the first value that is there, judged again at each change; rejects after 60 s unless told. */
  waitFor<T>(what: () => T | undefined | false, timeoutMs?: number): Promise<T>
  faults: FaultControls
  stop(): Promise<void>
}

const channelMessages = ({ workspace }: ServerState, idOrName: string, threadTs?: string): Message[] => {
  const channel = findChannel(workspace, idOrName)
  if (!channel) throw new Error(`There is no channel "${idOrName}" in this workspace.`)
  return messagesIn(workspace, channel.id, threadTs)
}

const directMessages = ({ workspace }: ServerState, idOrName: string): Message[] => {
  const id = findPerson(workspace, idOrName)?.id
  const dm = workspace.channels.find((channel) => channel.kind === 'dm' && id && channel.members.includes(id))
  return dm ? workspace.messages.filter((message) => message.channel === dm.id) : []
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

/** Starts a local workspace on 127.0.0.1. */
export const startLocalSlack = async (options: LocalSlackOptions): Promise<LocalSlack> => {
  const state = createServerState(options)
  if (options.dataPath) await restore(state.workspace, options.dataPath)
  const server = await listen(state, options.port ?? 0)
  const lastSave = options.dataPath ? keepSaved(state.workspace, options.dataPath) : undefined
  return {
    pageUrl: state.address,
    apiUrl: `${state.address}api/`,
    botToken: state.botToken,
    appToken: state.appToken,
    botUserId: state.workspace.bot.userId,
    as: (person) => createActor(state, person),
    messages: (channel, threadTs) => channelMessages(state, channel, threadTs),
    dms: (person) => directMessages(state, person),
    files: () => [...state.workspace.files.values()].filter((file) => file.isShared),
    calls: (method) => state.calls.filter((call) => method === undefined || call.method === method),
    deliveries: () => [...state.dispatcher.deliveries],
    deliver: (type, payload) => state.dispatcher.deliver(type, payload),
    connections: () => state.dispatcher.connections.size,
    waitFor: state.workspace.changes.waitFor,
    faults: createFaultControls(state),
    async stop() {
      state.dispatcher.stop()
      await close(server)
      await lastSave?.()
    },
  }
}
