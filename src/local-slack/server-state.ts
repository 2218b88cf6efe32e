import { createFaultBook, type FaultBook } from './faults.ts'
import { makeSecret } from './identifiers.ts'
import type { LocalSlackOptions } from './options.ts'
import { createResponseUrls, type ResponseUrls } from './response-urls.ts'
import { Dispatcher } from './socket/dispatcher.ts'
import { createTriggers, type Triggers } from './triggers.ts'
import type { ApiCall } from './web-api/api-call.ts'
import { createWorkspace, type Workspace } from './workspace/workspace.ts'

/** One running local Slack: the workspace and everything that stands around it. */
export interface ServerState {
  options: LocalSlackOptions
  workspace: Workspace
  botToken: string
  appToken: string
  scopes: string[]
  calls: ApiCall[]
  dispatcher: Dispatcher
  triggers: Triggers
  responseUrls: ResponseUrls
  faults: FaultBook
  /** One-time keys of sockets that may connect. */
  tickets: Set<string>
  /** The server's own address, with a slash at the end; known once it listens. */
  address: string
}

/** What a bot token may do unless the options say less. */
export const ALL_SCOPES = [
  'commands',
  'chat:write',
  'app_mentions:read',
  'channels:read',
  'channels:history',
  'channels:join',
  'groups:read',
  'groups:history',
  'im:read',
  'im:write',
  'im:history',
  'users:read',
  'usergroups:read',
  'files:read',
  'files:write',
  'reactions:write',
  'pins:write',
]

/** The state of a server that does not listen yet. */
export const createServerState = (options: LocalSlackOptions): ServerState => {
  const workspace = createWorkspace(options)
  const faults = createFaultBook()
  const state: ServerState = {
    options,
    workspace,
    botToken: `xoxb-local-${makeSecret()}`,
    appToken: `xapp-local-${makeSecret()}`,
    scopes: options.scopes ?? ALL_SCOPES,
    calls: [],
    dispatcher: new Dispatcher(workspace.bot.appId, workspace.changes, faults),
    triggers: createTriggers(),
    responseUrls: createResponseUrls(() => state.address),
    faults,
    tickets: new Set(),
    address: '',
  }
  return state
}
