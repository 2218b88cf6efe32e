/** Somebody in the workspace. */
export interface Person {
  id: string
  name: string
  displayName: string
  title?: string
  tz?: string
  /** May be in channels only as a guest. */
  isGuest?: boolean
  /** The workspace they come from, when it is another one that shares channels with this (Slack Connect). */
  teamId?: string
}

/** A channel at start; without `members` everybody is in it. The bot is in every channel. */
export interface ChannelOption {
  id: string
  name: string
  members?: string[]
  isPrivate?: boolean
}

/** A user group, mentioned as `<!subteam^id>`. */
export interface Usergroup {
  id: string
  handle: string
  users: string[]
}

/** A line the composer offers while a command is typed. */
export interface Completion {
  text: string
  hint: string
}

/** How a local workspace is made. */
export interface LocalSlackOptions {
  /** 0, the default, takes a free port. */
  port?: number
  /** A folder to keep messages and files in; without it they end with the process. */
  dataPath?: string
  people: Person[]
  channels: ChannelOption[]
  usergroups?: Usergroup[]
  /** What the bot token may do; everything unless told. */
  scopes?: string[]
  command?: string
  botName?: string
  teamName?: string
  completions?: Completion[]
  /** A command the page offers to fill in with one click. */
  prefill?: { channel: string; text: string }
  /** Answer 429 like Slack when a channel gets more than about one post a second. */
  rateLimits?: boolean
}
