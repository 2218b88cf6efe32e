import type { Fields } from '../fields.ts'
import type { Message } from '../workspace/message.ts'
import { replies } from '../workspace/messages.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { wireFile } from './wire-file.ts'

const threadParts = (workspace: Workspace, message: Message): Fields => {
  if (message.threadTs) return { thread_ts: message.threadTs }
  const answers = replies(workspace, message.channel, message.ts)
  if (answers.length === 0) return {}
  return {
    thread_ts: message.ts,
    reply_count: answers.length,
    reply_users: [...new Set(answers.map((answer) => answer.user))],
    latest_reply: answers.at(-1)?.ts,
  }
}

const authorParts = (workspace: Workspace, message: Message): Fields =>
  message.user === workspace.bot.userId
    ? { user: message.user, bot_id: workspace.bot.botId, app_id: workspace.bot.appId }
    : { user: message.user }

const optionalParts = (workspace: Workspace, message: Message): Fields => ({
  ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
  ...(message.edited ? { edited: message.edited } : {}),
  ...(message.isTombstone ? { subtype: 'tombstone', hidden: true } : {}),
  ...(message.isBroadcast ? { subtype: 'thread_broadcast' } : {}),
  ...(message.reactions.length > 0
    ? { reactions: message.reactions.map((reaction) => ({ ...reaction, count: reaction.users.length })) }
    : {}),
  ...(message.isPinned ? { pinned_to: [message.channel] } : {}),
  ...(message.files.length > 0
    ? { files: message.files.flatMap((id) => workspace.files.get(id) ?? []).map(wireFile) }
    : {}),
})

/** A message as Slack's methods and payloads spell it; metadata only where it is asked for. */
export const wireMessage = (workspace: Workspace, message: Message, withMetadata = false): Fields => ({
  type: 'message',
  team: workspace.team.id,
  ts: message.ts,
  text: message.text,
  ...authorParts(workspace, message),
  ...optionalParts(workspace, message),
  ...threadParts(workspace, message),
  ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
})
