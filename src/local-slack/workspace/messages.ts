import type { Fields } from '../fields.ts'
import { isInThread, isTopLevel, type Message } from './message.ts'
import { withIds } from './with-ids.ts'
import type { Workspace } from './workspace.ts'

/** A message to be written. */
export interface Draft {
  channel: string
  user: string
  text?: string | undefined
  blocks?: unknown
  threadTs?: string | undefined
  metadata?: Fields | undefined
  isBroadcast?: boolean
  files?: string[]
}

/** What an edit changes; a part that is absent stays, except blocks, which go when only text is given. */
export interface Edit {
  text?: string | undefined
  blocks?: unknown
  metadata?: Fields | undefined
}

const write = (workspace: Workspace, draft: Draft): Message => ({
  channel: draft.channel,
  ts: workspace.clock.next(),
  ...(draft.threadTs ? { threadTs: draft.threadTs } : {}),
  user: draft.user,
  text: draft.text ?? '',
  blocks: withIds(draft.blocks),
  ...(draft.metadata ? { metadata: draft.metadata } : {}),
  ...(draft.isBroadcast ? { isBroadcast: true } : {}),
  files: draft.files ?? [],
  reactions: [],
  revision: 0,
})

/** Marks a message as changed, and the thread's first message with it, whose reply count is shown. */
export const touch = (workspace: Workspace, message: Message): void => {
  message.revision = workspace.changes.revision + 1
  const parent = message.threadTs ? findMessage(workspace, message.channel, message.threadTs) : undefined
  if (parent) parent.revision = message.revision
  workspace.changes.tell()
}

/** Posts a message for everybody in the channel. */
export const post = (workspace: Workspace, draft: Draft): Message => {
  const message = write(workspace, draft)
  workspace.messages.push(message)
  touch(workspace, message)
  return message
}

/** Shows a message to one person only. */
export const whisper = (workspace: Workspace, person: string, draft: Draft): Message => {
  const message = { ...write(workspace, draft), ephemeralFor: person }
  workspace.ephemerals.push(message)
  touch(workspace, message)
  return message
}

/** The message with that ts, whoever can see it. */
export const findMessage = (workspace: Workspace, channel: string, ts: string): Message | undefined =>
  workspace.messages.find((message) => message.channel === channel && message.ts === ts) ??
  workspace.ephemerals.find((message) => message.channel === channel && message.ts === ts)

/** Changes a message in place; with text, people see that it was edited. */
export const edit = (workspace: Workspace, message: Message, change: Edit): void => {
  if (change.text !== undefined || change.blocks !== undefined) message.blocks = withIds(change.blocks)
  if (change.metadata !== undefined) message.metadata = change.metadata
  if (change.text !== undefined) {
    message.text = change.text
    message.edited = { user: message.user, ts: workspace.clock.next() }
  }
  touch(workspace, message)
}

const without = (messages: Message[], gone: Message): Message[] => messages.filter((message) => message !== gone)

/** Takes a message away; the first message of a thread leaves a line saying that it was deleted. */
export const remove = (workspace: Workspace, message: Message): void => {
  if (replies(workspace, message.channel, message.ts).length > 0) {
    bury(workspace, message)
    return
  }
  workspace.messages = without(workspace.messages, message)
  workspace.ephemerals = without(workspace.ephemerals, message)
  workspace.removals.push({ channel: message.channel, ts: message.ts, revision: workspace.changes.revision + 1 })
  touch(workspace, message)
}

const bury = (workspace: Workspace, message: Message): void => {
  Object.assign(message, { isTombstone: true, text: 'This message was deleted.', blocks: [], files: [], reactions: [] })
  delete message.metadata
  delete message.edited
  touch(workspace, message)
}

/** The answers in a thread, oldest first, without its first message. */
export const replies = (workspace: Workspace, channel: string, threadTs: string): Message[] =>
  workspace.messages.filter((message) => message.channel === channel && message.threadTs === threadTs)

/** What stands in a channel, or a whole thread with its first message; oldest first. */
export const messagesIn = (workspace: Workspace, channel: string, threadTs?: string): Message[] =>
  workspace.messages.filter(
    (message) =>
      message.channel === channel && (threadTs === undefined ? isTopLevel(message) : isInThread(message, threadTs)),
  )
