import type { Fields } from '../fields.ts'
import { makeId } from '../identifiers.ts'
import type { Person } from '../options.ts'
import type { ServerState } from '../server-state.ts'
import { wirePerson } from '../wire/wire-user.ts'
import { wireView } from '../wire/wire-view.ts'
import type { View } from '../workspace/view.ts'
import type { Channel } from '../workspace/workspace.ts'

/** A channel's name as payloads spell it. */
export const channelName = (channel: Channel): string => (channel.kind === 'dm' ? 'directmessage' : channel.name)

const interaction = (state: ServerState, person: Person, type: string): Fields => ({
  type,
  team: { id: state.workspace.team.id, domain: state.workspace.team.domain },
  user: wirePerson(state.workspace, person),
  api_app_id: state.workspace.bot.appId,
  token: 'local',
  enterprise: null,
  is_enterprise_install: false,
})

/** The payload of a slash command; it never says in which thread it was typed. */
export const commandPayload = (state: ServerState, person: Person, channel: Channel, text: string): Fields => ({
  token: 'local',
  team_id: state.workspace.team.id,
  team_domain: state.workspace.team.domain,
  channel_id: channel.id,
  channel_name: channelName(channel),
  user_id: person.id,
  user_name: person.name,
  command: state.options.command ?? '/migrate',
  text,
  api_app_id: state.workspace.bot.appId,
  is_enterprise_install: 'false',
  response_url: state.responseUrls.make({ user: person.id, channel: channel.id }),
  trigger_id: state.triggers.make(person.id),
})

/** The payload of a click; `where` says on what. */
export const actionsPayload = (state: ServerState, person: Person, where: Fields, action: Fields): Fields => ({
  ...interaction(state, person, 'block_actions'),
  trigger_id: state.triggers.make(person.id),
  ...where,
  actions: [{ ...action, action_ts: state.workspace.clock.next() }],
})

/** The payload of a modal that was sent. */
export const submissionPayload = (state: ServerState, person: Person, view: View): Fields => ({
  ...interaction(state, person, 'view_submission'),
  trigger_id: state.triggers.make(person.id, view.id),
  view: wireView(state.workspace, view),
  response_urls: [],
})

/** The payload of a modal that was closed without sending it. */
export const closedPayload = (state: ServerState, person: Person, view: View, isCleared: boolean): Fields => ({
  ...interaction(state, person, 'view_closed'),
  view: wireView(state.workspace, view),
  is_cleared: isCleared,
})

/** The payload of an event. */
export const eventPayload = (state: ServerState, event: Fields): Fields => ({
  token: 'local',
  team_id: state.workspace.team.id,
  context_team_id: state.workspace.team.id,
  context_enterprise_id: null,
  api_app_id: state.workspace.bot.appId,
  event: { event_ts: state.workspace.clock.next(), ...event },
  type: 'event_callback',
  event_id: makeId('Ev'),
  event_time: Math.floor(Date.now() / 1000),
  authorizations: [
    {
      enterprise_id: null,
      team_id: state.workspace.team.id,
      user_id: state.workspace.bot.userId,
      is_bot: true,
      is_enterprise_install: false,
    },
  ],
  is_ext_shared_channel: false,
  event_context: `local-${state.dispatcher.deliveries.length + 1}`,
})
