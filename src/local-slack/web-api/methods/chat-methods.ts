import { type Fields, textAt } from '../../fields.ts'
import type { ServerState } from '../../server-state.ts'
import { wireMessage } from '../../wire/wire-message.ts'
import { edit, post, remove, whisper } from '../../workspace/messages.ts'
import { needText } from '../arguments.ts'
import { contentAt } from '../content.ts'
import type { Methods } from '../method.ts'
import { channelAt, isBroadcastAt, messageAt, threadAt, writableAt } from '../places.ts'
import { SlackError } from '../slack-error.ts'

const postMessage = (state: ServerState, args: Fields): Fields => {
  const { workspace } = state
  const channel = writableAt(state, args)
  const content = contentAt(args)
  const message = post(workspace, {
    ...content,
    channel: channel.id,
    user: workspace.bot.userId,
    threadTs: threadAt(state, channel, args),
    isBroadcast: isBroadcastAt(args),
  })
  return { channel: channel.id, ts: message.ts, message: wireMessage(workspace, message, true) }
}

const update = (state: ServerState, args: Fields): Fields => {
  const { workspace } = state
  const channel = channelAt(state, args)
  if (channel.isArchived) throw new SlackError('is_archived')
  const message = messageAt(state, channel, args)
  if (message.user !== workspace.bot.userId) throw new SlackError('cant_update_message')
  const content = contentAt(args, 'update')
  edit(workspace, message, content)
  return {
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: wireMessage(workspace, message, true),
  }
}

const deleteMessage = (state: ServerState, args: Fields): Fields => {
  const channel = channelAt(state, args)
  const message = messageAt(state, channel, args)
  if (message.user !== state.workspace.bot.userId) throw new SlackError('cant_delete_message')
  remove(state.workspace, message)
  return { channel: channel.id, ts: message.ts }
}

const postEphemeral = (state: ServerState, args: Fields): Fields => {
  const channel = writableAt(state, args)
  const user = needText(args, 'user')
  if (!channel.members.includes(user)) throw new SlackError('user_not_in_channel')
  const content = contentAt(args)
  const message = whisper(state.workspace, user, {
    text: content.text,
    blocks: content.blocks,
    channel: channel.id,
    user: state.workspace.bot.userId,
    threadTs: threadAt(state, channel, args),
  })
  return { message_ts: message.ts }
}

const getPermalink = (state: ServerState, args: Fields): Fields => {
  const channel = channelAt(state, args)
  const message = messageAt(state, channel, args, 'message_ts')
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : ''
  return {
    channel: channel.id,
    permalink: `${state.address}archives/${channel.id}/p${(textAt(args, 'message_ts') ?? '').replace('.', '')}${thread}`,
  }
}

/** chat.*: what the bot says. */
export const chatMethods: Methods = {
  'chat.postMessage': { token: 'bot', scope: 'chat:write', run: postMessage },
  'chat.update': { token: 'bot', scope: 'chat:write', run: update },
  'chat.delete': { token: 'bot', scope: 'chat:write', run: deleteMessage },
  'chat.postEphemeral': { token: 'bot', scope: 'chat:write', run: postEphemeral },
  'chat.getPermalink': { token: 'bot', run: getPermalink },
}
