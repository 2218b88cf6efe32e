import { type Changes, createChanges } from '../changes.ts'
import { createTsClock, makeId, type TsClock } from '../identifiers.ts'
import type { ChannelOption, LocalSlackOptions, Person, Usergroup } from '../options.ts'
import type { Message } from './message.ts'
import type { StoredFile } from './stored-file.ts'
import type { InputState, View } from './view.ts'

/** A place for messages. */
export interface Channel {
  id: string
  name: string
  kind: 'channel' | 'private' | 'dm'
  members: string[]
  isArchived: boolean
}

/** A message that is gone, so that an open page can take it away. */
export interface Removal {
  channel: string
  ts: string
  revision: number
}

/** Everything a workspace holds. */
export interface Workspace {
  team: { id: string; name: string; domain: string }
  bot: { userId: string; botId: string; appId: string; name: string }
  people: Person[]
  usergroups: Usergroup[]
  channels: Channel[]
  messages: Message[]
  ephemerals: Message[]
  removals: Removal[]
  /** Open modals by person, the one on top last. */
  modals: Map<string, View[]>
  homes: Map<string, View>
  files: Map<string, StoredFile>
  /** What people chose in the selects of messages, by `channel ts user`. */
  choices: Map<string, InputState>
  clock: TsClock
  changes: Changes
}

const openChannel = (option: ChannelOption, people: Person[], botUserId: string): Channel => ({
  id: option.id,
  name: option.name,
  kind: option.isPrivate ? 'private' : 'channel',
  members: [...(option.members ?? people.map((person) => person.id)), botUserId],
  isArchived: false,
})

/** A workspace with nothing said in it yet. */
export const createWorkspace = (options: LocalSlackOptions): Workspace => {
  const bot = { userId: 'U0DROVERBOT', botId: 'B0DROVERBOT', appId: 'A0DROVERBOT', name: options.botName ?? 'Drover' }
  const name = options.teamName ?? 'Local Slack'
  return {
    team: { id: 'T0LOCALTEAM', name, domain: name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-') },
    bot,
    people: options.people,
    usergroups: options.usergroups ?? [],
    channels: options.channels.map((channel) => openChannel(channel, options.people, bot.userId)),
    messages: [],
    ephemerals: [],
    removals: [],
    modals: new Map(),
    homes: new Map(),
    files: new Map(),
    choices: new Map(),
    clock: createTsClock(),
    changes: createChanges(),
  }
}

/** The channel with that id or name, with or without `#`. */
export const findChannel = (workspace: Workspace, idOrName: string): Channel | undefined =>
  workspace.channels.find((channel) => channel.id === idOrName || channel.name === idOrName.replace(/^#/, ''))

/** The person with that id or name. */
export const findPerson = (workspace: Workspace, idOrName: string): Person | undefined =>
  workspace.people.find((person) => person.id === idOrName || person.name === idOrName)

/** The direct messages between the bot and a person, begun when there were none. */
export const openDm = (workspace: Workspace, userId: string): Channel => {
  const open = workspace.channels.find((channel) => channel.kind === 'dm' && channel.members.includes(userId))
  if (open) return open
  const members = [userId, workspace.bot.userId]
  const dm: Channel = { id: makeId('D'), name: userId, kind: 'dm', members, isArchived: false }
  workspace.channels.push(dm)
  workspace.changes.tell()
  return dm
}
