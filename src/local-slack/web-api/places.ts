import { type Fields, flagAt } from '../fields.ts'
import type { ServerState } from '../server-state.ts'
import type { Message } from '../workspace/message.ts'
import { findMessage } from '../workspace/messages.ts'
import { type Channel, findChannel, findPerson, openDm } from '../workspace/workspace.ts'
import { needText } from './arguments.ts'
import { SlackError } from './slack-error.ts'

const isHidden = (channel: Channel, botUserId: string): boolean =>
  channel.kind === 'private' && !channel.members.includes(botUserId)

/** The channel the bot names; a private channel it is not in looks as if it were not there. */
export const channelAt = ({ workspace }: ServerState, args: Fields, key = 'channel'): Channel => {
  const name = needText(args, key)
  const channel = findChannel(workspace, name)
  if (!channel || isHidden(channel, workspace.bot.userId)) throw new SlackError('channel_not_found')
  return channel
}

/** The channel the bot wants to write to: it must be in it, and it must be open. A person's id means their DM. */
export const writableAt = (state: ServerState, args: Fields): Channel => {
  const person = findPerson(state.workspace, needText(args, 'channel'))
  const channel = person ? openDm(state.workspace, person.id) : channelAt(state, args)
  if (channel.isArchived) throw new SlackError('is_archived')
  const mayWrite = state.scopes.includes('chat:write.public') && channel.kind === 'channel'
  if (!channel.members.includes(state.workspace.bot.userId) && !mayWrite) throw new SlackError('not_in_channel')
  return channel
}

/** The thread the bot answers in; an answer's ts means its thread. */
export const threadAt = (state: ServerState, channel: Channel, args: Fields): string | undefined => {
  if (args['thread_ts'] === undefined || args['thread_ts'] === '') return undefined
  const parent = findMessage(state.workspace, channel.id, needText(args, 'thread_ts'))
  if (!parent || parent.ephemeralFor) throw new SlackError('cannot_reply_to_message')
  return parent.threadTs ?? parent.ts
}

/** The message the bot names; one that is deleted or only shown to one person cannot be found. */
export const messageAt = (state: ServerState, channel: Channel, args: Fields, key = 'ts'): Message => {
  const message = findMessage(state.workspace, channel.id, needText(args, key))
  if (!message || message.ephemeralFor || message.isTombstone) throw new SlackError('message_not_found')
  return message
}

/** Whether the answer shall stand in the channel too. */
export const isBroadcastAt = (args: Fields): boolean => flagAt(args, 'reply_broadcast')
