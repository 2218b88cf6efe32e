import type { Person } from '../options.ts'
import type { ServerState } from '../server-state.ts'
import type { Ack } from '../socket/delivery.ts'
import { wireView } from '../wire/wire-view.ts'
import type { Message } from '../workspace/message.ts'
import { findMessage, post } from '../workspace/messages.ts'
import { type Channel, openDm } from '../workspace/workspace.ts'
import { escapeMessageText } from './command-text.ts'
import { eventPayload } from './payloads.ts'

const threadOf = (state: ServerState, channel: Channel, threadTs: string | undefined): string | undefined => {
  const parent = threadTs ? findMessage(state.workspace, channel.id, threadTs) : undefined
  return parent?.threadTs ?? parent?.ts
}

const hearsMentions = (state: ServerState, channel: Channel, text: string): boolean =>
  text.includes(`<@${state.workspace.bot.userId}>`) &&
  channel.kind !== 'dm' &&
  channel.members.includes(state.workspace.bot.userId) &&
  state.scopes.includes('app_mentions:read')

const mentionEvent = (state: ServerState, message: Message) =>
  eventPayload(state, {
    type: 'app_mention',
    user: message.user,
    text: message.text,
    ts: message.ts,
    event_ts: message.ts,
    channel: message.channel,
    team: state.workspace.team.id,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
  })

/** Writes a message as a person. When it mentions the bot, resolves once the bot acked the event. */
export const say = async (
  state: ServerState,
  person: Person,
  channel: Channel,
  text: string,
  threadTs?: string,
): Promise<Ack | undefined> => {
  const escaped = escapeMessageText(state.workspace, text)
  const message = post(state.workspace, {
    channel: channel.id,
    user: person.id,
    text: escaped,
    threadTs: threadOf(state, channel, threadTs),
  })
  if (!hearsMentions(state, channel, escaped)) return undefined
  return state.dispatcher.deliver('events_api', mentionEvent(state, message))
}

/** Opens the bot's Home tab; resolves when the bot acked the event. */
export const openHome = (state: ServerState, person: Person): Promise<Ack> => {
  const view = state.workspace.homes.get(person.id)
  const event = {
    type: 'app_home_opened',
    user: person.id,
    channel: openDm(state.workspace, person.id).id,
    tab: 'home',
    ...(view ? { view: wireView(state.workspace, view) } : {}),
  }
  return state.dispatcher.deliver('events_api', eventPayload(state, event))
}

/** Brings the bot into a channel, as `/invite` does; resolves when the bot acked the event. */
export const inviteBot = (state: ServerState, person: Person, channel: Channel): Promise<Ack> => {
  const { bot, team, changes } = state.workspace
  if (!channel.members.includes(bot.userId)) channel.members.push(bot.userId)
  changes.tell()
  const event = {
    type: 'member_joined_channel',
    user: bot.userId,
    channel: channel.id,
    channel_type: channel.kind === 'private' ? 'G' : 'C',
    team: team.id,
    inviter: person.id,
  }
  return state.dispatcher.deliver('events_api', eventPayload(state, event))
}

/** Takes a person out of a channel. */
export const leave = ({ workspace }: ServerState, person: Person, channel: Channel): void => {
  channel.members = channel.members.filter((member) => member !== person.id)
  workspace.changes.tell()
}

/** Brings an archived channel back; resolves when the bot acked the event. */
export const unarchive = (state: ServerState, person: Person, channel: Channel): Promise<Ack> => {
  channel.isArchived = false
  state.workspace.changes.tell()
  const type = channel.kind === 'private' ? 'group_unarchive' : 'channel_unarchive'
  return state.dispatcher.deliver('events_api', eventPayload(state, { type, channel: channel.id, user: person.id }))
}
