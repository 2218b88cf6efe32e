import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { type LocalSlack, startLocalSlack } from '../../src/local-slack/index.ts'
import { createPeople, type RoleSource } from '../../src/slack/roles.ts'
import { createSlackClient } from '../../src/slack/slack-client.ts'

let slack: LocalSlack
let nowMs = 0
const problems: string[] = []
const log = { info: () => undefined, warn: () => undefined, error: (message: string) => void problems.push(message) }

before(async () => {
  slack = await startLocalSlack({
    people: [
      { id: 'U0DAN', name: 'dan', displayName: 'Dan' },
      { id: 'U0OLGA', name: 'olga', displayName: 'Olga' },
      { id: 'U0GUEST', name: 'gil', displayName: 'Gil', isGuest: true },
      { id: 'U0OTHER', name: 'otto', displayName: 'Otto', teamId: 'T0OTHER' },
    ],
    channels: [
      { id: 'C0DBAS', name: 'dbas', members: ['U0OLGA'] },
      { id: 'C0SHARED', name: 'shared', members: ['U0OLGA', 'U0GUEST', 'U0OTHER'] },
    ],
    usergroups: [{ id: 'S0DBAS', handle: 'dbas', users: ['U0DAN'] }],
  })
})
afterEach(() => {
  problems.length = 0
  slack.faults.clear()
})
after(() => slack.stop())

const peopleOf = (roles: Readonly<Record<string, RoleSource>>) => {
  const client = createSlackClient({ botToken: slack.botToken, apiUrl: slack.apiUrl, log })
  return createPeople({ roles, client, log, now: () => new Date(nowMs) })
}

test('a role is held by its users, its user group and its channel together', async () => {
  const people = peopleOf({ dba: { users: ['U0X'], usergroup: 'S0DBAS', channel: 'C0DBAS' } })
  const members = await people.membersOf('dba')
  assert.deepEqual(
    ['U0DAN', 'U0OLGA', 'U0X'].every((id) => members.includes(id)),
    true,
  )
})

test('a person holds the roles that name them and no others', async () => {
  const people = peopleOf({ dba: { usergroup: 'S0DBAS' }, owner: { users: ['U0OLGA'] }, none: {} })
  assert.deepEqual(await people.person('U0DAN'), { id: 'U0DAN', roles: ['dba'] })
  assert.deepEqual(await people.person('U0OLGA'), { id: 'U0OLGA', roles: ['owner'] })
})

test('an unknown role has no members', async () => {
  assert.deepEqual(await peopleOf({}).membersOf('dba'), [])
})

const failing: readonly [string, string][] = [
  ['plan_upgrade_required', 'user groups need a paid Slack plan. List users or name a channel for the role instead.'],
  ['no_such_subteam', 'there is no such user group. Correct its id in drover.yml.'],
  ['missing_scope', 'the bot lacks a scope for it. Install the app again with the scopes of manifest.yml.'],
  ['some_new_error', 'Slack refused the question (some_new_error).'],
]

for (const [code, words] of failing) {
  test(`when the user group cannot be asked (${code}) nobody holds the role, and the log says why`, async () => {
    slack.faults.slackError('usergroups.users.list', code)
    assert.deepEqual(await peopleOf({ dba: { usergroup: 'S0DBAS' } }).membersOf('dba'), [])
    const end = 'Until then nobody holds dba through it.'
    assert.deepEqual(problems, [`The role dba is looked up in the user group S0DBAS: ${words} ${end}`])
  })
}

test('a user group is asked once a minute, and at once after it changed', async () => {
  const people = peopleOf({ dba: { usergroup: 'S0DBAS' } })
  const asked = () => slack.calls('usergroups.users.list').length
  const before = asked()
  await people.membersOf('dba')
  await people.membersOf('dba')
  assert.equal(asked() - before, 1)
  people.forget()
  await people.membersOf('dba')
  assert.equal(asked() - before, 2)
  nowMs += 61_000
  await people.membersOf('dba')
  assert.equal(asked() - before, 3)
})

test('a question that Slack was too busy for is asked again at once', async () => {
  slack.faults.serverError('usergroups.users.list')
  slack.faults.rateLimit('conversations.members')
  slack.faults.rateLimit('users.info')
  const people = peopleOf({ dba: { usergroup: 'S0DBAS' }, owner: { channel: 'C0DBAS' } })
  assert.deepEqual(await people.membersOf('dba'), ['U0DAN'])
  assert.deepEqual(await people.membersOf('owner'), ['U0OLGA'])
})

test('a question that was refused is asked again the next time', async () => {
  const people = peopleOf({ dba: { usergroup: 'S0DBAS' } })
  slack.faults.slackError('usergroups.users.list', 'missing_scope')
  assert.deepEqual(await people.membersOf('dba'), [])
  assert.deepEqual(await people.membersOf('dba'), ['U0DAN'])
})

test('whoever may hold a role that cannot be looked up is neither said to hold it nor not to', async () => {
  slack.faults.slackError('usergroups.users.list', 'missing_scope')
  const people = peopleOf({ dba: { usergroup: 'S0DBAS' }, owner: { users: ['U0OLGA'] } })
  assert.deepEqual(await people.person('U0OLGA'), { id: 'U0OLGA', roles: ['owner'], unsure: ['dba'] })
})

test('problems names roles that nobody holds', async () => {
  assert.deepEqual(await peopleOf({ dba: {} }).problems(), [
    'Nobody holds the role dba. Add users, a usergroup or a channel for it under roles: in drover.yml.',
  ])
})

test('a name is the one that people see, and the id when Slack does not know', async () => {
  const people = peopleOf({})
  assert.equal(await people.nameOf('U0DAN'), 'Dan')
  assert.equal(await people.nameOf('U0NOBODY'), 'U0NOBODY')
})

test('guests, bots and people of other workspaces hold no role through a channel they are in', async () => {
  assert.deepEqual(await peopleOf({ dba: { channel: 'C0SHARED' } }).membersOf('dba'), ['U0OLGA'])
})

test('a guest whom drover.yml lists by id holds the role', async () => {
  assert.deepEqual(await peopleOf({ dba: { users: ['U0GUEST'] } }).membersOf('dba'), ['U0GUEST'])
})

test('while Slack does not say who belongs to the workspace, nobody holds a role through a channel', async () => {
  slack.faults.slackError('users.info', 'user_not_visible')
  assert.deepEqual(await peopleOf({ dba: { channel: 'C0DBAS' } }).membersOf('dba'), [])
})

test('whether somebody holds a role is no question to be answered while Slack does not say', async () => {
  slack.faults.slackError('users.info', 'user_not_visible')
  await assert.rejects(peopleOf({ dba: { channel: 'C0DBAS' } }).holds('U0OLGA', 'dba'), { code: 'role-unknown' })
})
