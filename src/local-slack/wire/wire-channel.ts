import type { Fields } from '../fields.ts'
import type { Channel, Workspace } from '../workspace/workspace.ts'

/** A channel as Slack's methods spell it. */
export const wireChannel = (workspace: Workspace, channel: Channel): Fields =>
  channel.kind === 'dm'
    ? {
        id: channel.id,
        is_im: true,
        is_channel: false,
        user: channel.members.find((member) => member !== workspace.bot.userId),
        is_archived: channel.isArchived,
      }
    : {
        id: channel.id,
        name: channel.name,
        name_normalized: channel.name,
        is_channel: channel.kind === 'channel',
        is_group: channel.kind === 'private',
        is_private: channel.kind === 'private',
        is_im: false,
        is_mpim: false,
        is_archived: channel.isArchived,
        is_member: channel.members.includes(workspace.bot.userId),
        num_members: channel.members.length,
      }
