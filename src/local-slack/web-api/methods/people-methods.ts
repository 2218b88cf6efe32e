import { type Fields, flagAt } from '../../fields.ts'
import type { Usergroup } from '../../options.ts'
import type { ServerState } from '../../server-state.ts'
import { wireBot, wireUser } from '../../wire/wire-user.ts'
import { needText } from '../arguments.ts'
import type { Methods } from '../method.ts'
import { pageOf } from '../page-of.ts'
import { SlackError } from '../slack-error.ts'

const everybody = ({ workspace }: ServerState): Fields[] => [
  ...workspace.people.map((person) => wireUser(workspace, person)),
  wireBot(workspace),
]

const userInfo = (state: ServerState, args: Fields): Fields => {
  const id = needText(args, 'user')
  const user = everybody(state).find((row) => row['id'] === id)
  if (!user) throw new SlackError('user_not_found')
  return { user }
}

const userList = (state: ServerState, args: Fields): Fields => {
  const { rows, cursor } = pageOf(everybody(state), args)
  return { members: rows, response_metadata: { next_cursor: cursor } }
}

const wireGroup = (state: ServerState, group: Usergroup, withUsers: boolean): Fields => ({
  id: group.id,
  team_id: state.workspace.team.id,
  is_usergroup: true,
  name: group.handle,
  handle: group.handle,
  user_count: group.users.length,
  ...(withUsers ? { users: group.users } : {}),
})

const groupList = (state: ServerState, args: Fields): Fields => ({
  usergroups: state.workspace.usergroups.map((group) => wireGroup(state, group, flagAt(args, 'include_users'))),
})

const groupUsers = (state: ServerState, args: Fields): Fields => {
  const id = needText(args, 'usergroup')
  const group = state.workspace.usergroups.find((other) => other.id === id)
  if (!group) throw new SlackError('no_such_subteam')
  return { users: group.users }
}

/** users.* and usergroups.*: who is there. */
export const peopleMethods: Methods = {
  'users.info': { token: 'bot', scope: 'users:read', run: userInfo },
  'users.list': { token: 'bot', scope: 'users:read', run: userList },
  'usergroups.list': { token: 'bot', scope: 'usergroups:read', run: groupList },
  'usergroups.users.list': { token: 'bot', scope: 'usergroups:read', run: groupUsers },
}
