import { type Fields, flagAt, textAt } from '../../fields.ts'
import type { ServerState } from '../../server-state.ts'
import { wireChannel } from '../../wire/wire-channel.ts'
import { wireMessage } from '../../wire/wire-message.ts'
import type { Message } from '../../workspace/message.ts'
import { messagesIn } from '../../workspace/messages.ts'
import { type Channel, findChannel, findPerson, openDm } from '../../workspace/workspace.ts'
import { needText } from '../arguments.ts'
import type { Methods } from '../method.ts'
import { pageOf } from '../page-of.ts'
import { channelAt } from '../places.ts'
import { SlackError } from '../slack-error.ts'

const kindNames = { channel: 'public_channel', private: 'private_channel', dm: 'im' } as const

const list = ({ workspace }: ServerState, args: Fields): Fields => {
  const types = (textAt(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim())
  const visible = workspace.channels.filter(
    (channel) =>
      types.includes(kindNames[channel.kind]) &&
      (channel.kind === 'channel' || channel.members.includes(workspace.bot.userId)) &&
      !(channel.isArchived && flagAt(args, 'exclude_archived')),
  )
  const { rows, cursor } = pageOf(visible, args)
  return {
    channels: rows.map((channel) => wireChannel(workspace, channel)),
    response_metadata: { next_cursor: cursor },
  }
}

const members = (state: ServerState, args: Fields): Fields => {
  const { rows, cursor } = pageOf(channelAt(state, args).members, args)
  return { members: rows, response_metadata: { next_cursor: cursor } }
}

const readableAt = (state: ServerState, args: Fields): Channel => {
  const channel = channelAt(state, args)
  if (!channel.members.includes(state.workspace.bot.userId)) throw new SlackError('not_in_channel')
  return channel
}

const inWindow = (args: Fields) => {
  const oldest = Number(textAt(args, 'oldest') ?? 0)
  const latest = Number(textAt(args, 'latest') ?? Number.POSITIVE_INFINITY)
  const inclusive = flagAt(args, 'inclusive')
  return ({ ts }: Message): boolean => {
    const time = Number(ts)
    return (time > oldest && time < latest) || (inclusive && (time === oldest || time === latest))
  }
}

const answer = (state: ServerState, args: Fields, messages: Message[]): Fields => {
  const { rows, cursor } = pageOf(messages.filter(inWindow(args)), args, 100, 999)
  const withMetadata = flagAt(args, 'include_all_metadata')
  return {
    messages: rows.map((message) => wireMessage(state.workspace, message, withMetadata)),
    has_more: cursor !== '',
    response_metadata: { next_cursor: cursor },
  }
}

const history = (state: ServerState, args: Fields): Fields =>
  answer(state, args, messagesIn(state.workspace, readableAt(state, args).id).reverse())

const replies = (state: ServerState, args: Fields): Fields => {
  const channel = readableAt(state, args)
  const ts = needText(args, 'ts')
  const all = messagesIn(state.workspace, channel.id)
  const found = state.workspace.messages.find((message) => message.channel === channel.id && message.ts === ts)
  if (!found && !all.some((message) => message.ts === ts)) throw new SlackError('thread_not_found')
  return answer(state, args, messagesIn(state.workspace, channel.id, found?.threadTs ?? ts))
}

const open = ({ workspace }: ServerState, args: Fields): Fields => {
  const existing = workspace.channels.find((channel) => channel.id === textAt(args, 'channel'))
  if (existing) return { channel: wireChannel(workspace, existing) }
  const users = needText(args, 'users').split(',')
  if (users.length > 1) throw new SlackError('too_many_users')
  const person = findPerson(workspace, users[0] ?? '')
  if (!person) throw new SlackError('user_not_found')
  return { channel: wireChannel(workspace, openDm(workspace, person.id)) }
}

const join = (state: ServerState, args: Fields): Fields => {
  const channel = channelAt(state, args)
  if (channel.isArchived) throw new SlackError('is_archived')
  if (channel.kind !== 'channel') throw new SlackError('method_not_supported_for_channel_type')
  const { userId } = state.workspace.bot
  if (!channel.members.includes(userId)) channel.members.push(userId)
  state.workspace.changes.tell()
  return { channel: wireChannel(state.workspace, channel) }
}

const info = (state: ServerState, args: Fields): Fields => ({
  channel: wireChannel(state.workspace, channelAt(state, args)),
})

const scopeNames = { channel: 'channels', private: 'groups', dm: 'im' } as const

const scopeTo =
  (act: 'read' | 'history') =>
  ({ workspace }: ServerState, args: Fields): string =>
    `${scopeNames[findChannel(workspace, textAt(args, 'channel') ?? '')?.kind ?? 'channel']}:${act}`

/** conversations.*: channels, their members and what was said there. */
export const conversationsMethods: Methods = {
  'conversations.info': { token: 'bot', scope: scopeTo('read'), run: info },
  'conversations.list': { token: 'bot', scope: 'channels:read', run: list },
  'conversations.members': { token: 'bot', scope: scopeTo('read'), run: members },
  'conversations.history': { token: 'bot', scope: scopeTo('history'), run: history },
  'conversations.replies': { token: 'bot', scope: scopeTo('history'), run: replies },
  'conversations.open': { token: 'bot', scope: 'im:write', run: open },
  'conversations.join': { token: 'bot', scope: 'channels:join', run: join },
}
