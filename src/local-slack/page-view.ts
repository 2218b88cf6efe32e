import type { Fields } from './fields.ts'
import type { ServerState } from './server-state.ts'
import type { Message } from './workspace/message.ts'
import { replies } from './workspace/messages.ts'
import type { View } from './workspace/view.ts'
import { modalsOf } from './workspace/views.ts'
import type { Channel } from './workspace/workspace.ts'

/** What the page needs once: who and what there is. */
export const workspaceForPage = ({ workspace, options }: ServerState): Fields => ({
  team: workspace.team,
  bot: workspace.bot,
  people: workspace.people,
  usergroups: workspace.usergroups,
  command: options.command ?? '/migrate',
  completions: options.completions ?? [],
  prefill: options.prefill ?? null,
})

const channelForPage = (channel: Channel, botUserId: string): Fields => ({
  id: channel.id,
  name: channel.name,
  kind: channel.kind,
  isArchived: channel.isArchived,
  hasBot: channel.members.includes(botUserId),
  members: channel.members.length,
})

const messageForPage = ({ workspace }: ServerState, message: Message): Fields => ({
  ...message,
  files: message.files.flatMap((id) => {
    const file = workspace.files.get(id)
    return file
      ? [
          {
            id,
            name: file.name,
            title: file.title,
            mimeType: file.mimeType,
            altText: file.altText,
            sizeBytes: file.sizeBytes,
          },
        ]
      : []
  }),
  replyCount: message.threadTs ? 0 : replies(workspace, message.channel, message.ts).length,
})

const viewForPage = (view: View | undefined): Fields | null => {
  if (!view) return null
  const { sent: _sent, privateMetadata: _metadata, ...rest } = view
  return rest
}

/** What one person sees and did not see yet: everything newer than the change with that number. */
export const newsForPage = (state: ServerState, user: string, since: number): Fields => {
  const { workspace } = state
  const channels = workspace.channels.filter((channel) => channel.members.includes(user))
  const ids = new Set(channels.map((channel) => channel.id))
  const seen = [...workspace.messages, ...workspace.ephemerals].filter(
    (message) => ids.has(message.channel) && (message.ephemeralFor ?? user) === user,
  )
  return {
    isWhole: since < 0,
    channels: channels.map((channel) => channelForPage(channel, workspace.bot.userId)),
    messages: seen.filter((message) => message.revision > since).map((message) => messageForPage(state, message)),
    removals: workspace.removals.filter((removal) => removal.revision > since),
    modals: modalsOf(workspace, user).map(viewForPage),
    home: viewForPage(workspace.homes.get(user)),
    botIsConnected: state.dispatcher.connections.size > 0,
  }
}
