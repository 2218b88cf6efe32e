import { type Fields, flagAt, textAt } from './fields.ts'
import type { ResponseTarget } from './response-urls.ts'
import type { ServerState } from './server-state.ts'
import { contentAt } from './web-api/content.ts'
import type { Message } from './workspace/message.ts'
import { edit, findMessage, post, remove, whisper } from './workspace/messages.ts'

const original = (state: ServerState, about: ResponseTarget): Message | undefined =>
  about.messageTs ? findMessage(state.workspace, about.channel, about.messageTs) : undefined

const say = (state: ServerState, about: ResponseTarget, args: Fields): void => {
  const { text, blocks } = contentAt(args)
  const threadTs = textAt(args, 'thread_ts') ?? about.threadTs
  const draft = { channel: about.channel, user: state.workspace.bot.userId, text, blocks, threadTs }
  if (args['response_type'] === 'in_channel') post(state.workspace, draft)
  else whisper(state.workspace, about.user, draft)
}

/** Carries out what the bot answers to a command or click, by its ack or by a response_url. */
export const respond = (state: ServerState, about: ResponseTarget, args: Fields): void => {
  const message = original(state, about)
  if (flagAt(args, 'delete_original')) {
    if (message) remove(state.workspace, message)
    return
  }
  if (flagAt(args, 'replace_original') && message) edit(state.workspace, message, contentAt(args, 'update'))
  else say(state, about, args)
}
