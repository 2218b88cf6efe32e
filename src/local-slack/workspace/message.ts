import type { Fields } from '../fields.ts'

/** Somebody's emoji on a message. */
export interface Reaction {
  name: string
  users: string[]
}

/** One message as people see it. */
export interface Message {
  channel: string
  ts: string
  /** The ts of the thread's first message; absent on a message that stands in the channel. */
  threadTs?: string
  user: string
  text: string
  blocks: Fields[]
  metadata?: Fields
  edited?: { user: string; ts: string }
  /** Only this person sees it. */
  ephemeralFor?: string
  /** A reply that is shown in the channel too. */
  isBroadcast?: boolean
  /** A deleted message whose replies remain. */
  isTombstone?: boolean
  files: string[]
  reactions: Reaction[]
  isPinned?: boolean
  /** The workspace's change that last touched it; the page asks for what is newer. */
  revision: number
}

/** Whether the message is part of that thread, its first message included. */
export const isInThread = (message: Message, threadTs: string): boolean =>
  message.ts === threadTs || message.threadTs === threadTs

/** Whether the message stands in the channel itself. */
export const isTopLevel = (message: Message): boolean => message.threadTs === undefined || message.isBroadcast === true
