import type { Fields } from '../fields.ts'
import type { Person } from '../options.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** A person as Slack's methods spell them. */
export const wireUser = (workspace: Workspace, person: Person): Fields => ({
  id: person.id,
  team_id: person.teamId ?? workspace.team.id,
  is_restricted: person.isGuest ?? false,
  is_stranger: person.teamId !== undefined,
  name: person.name,
  real_name: person.displayName,
  tz: person.tz ?? 'Etc/UTC',
  deleted: false,
  is_bot: false,
  profile: { real_name: person.displayName, display_name: person.displayName, title: person.title ?? '' },
})

/** The bot as Slack's methods spell it. */
export const wireBot = (workspace: Workspace): Fields => ({
  id: workspace.bot.userId,
  team_id: workspace.team.id,
  name: workspace.bot.name.toLowerCase(),
  real_name: workspace.bot.name,
  deleted: false,
  is_bot: true,
  profile: { real_name: workspace.bot.name, display_name: workspace.bot.name, bot_id: workspace.bot.botId },
})

/** The few words about a person that payloads carry. */
export const wirePerson = (workspace: Workspace, person: Person): Fields => ({
  id: person.id,
  username: person.name,
  name: person.name,
  team_id: person.teamId ?? workspace.team.id,
})
