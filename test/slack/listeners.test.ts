import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UserError } from '../../src/model/user-error.ts'
import type { Desk } from '../../src/slack/inbox/desk.ts'
import { createInbox } from '../../src/slack/inbox/inbox.ts'
import { createListeners } from '../../src/slack/listeners.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

function listening(receives: (key: string, isNew: boolean) => boolean = (_, isNew) => isNew) {
  const heard: string[] = []
  const received = new Set<string>()
  const no = () => assert.fail('nobody should be asked')
  const mailroom = {
    receive: async (key: string) => receives(key, !received.has(key) && received.add(key) !== undefined),
    together: no,
    put: no,
    putAgain: no,
    putMissing: no,
    find: no,
    keyOf: no,
    due: no,
    trying: no,
    sent: no,
    refused: no,
    lost: no,
    drawn: no,
    isDrawn: no,
  }
  const people = { person: no, membersOf: no, nameOf: no }
  const journal = {
    send: no,
    refused: no,
    get: no,
    list: no,
    history: no,
    note: no,
    noted: no,
    timings: no,
    onChange: no,
    start: no,
    stop: no,
  }
  const runs = {
    start: no,
    send: no,
    ruled: no,
    policiesOf: no,
    foreseeProof: no,
    find: no,
    progressOf: no,
    stallOf: no,
    disksOf: no,
    eta: no,
    logOf: no,
    journal,
  }
  const whisper: Desk['talk']['whisper'] = async ({ userId }, { text }) => void heard.push(`${userId}: ${text}`)
  const talk = { whisper, say: no, open: no, update: no, publish: no }
  const desk: Desk = {
    mailroom,
    botUserId: 'U0BOT',
    runs,
    people,
    answer: no,
    migrations: [],
    talk,
    log: silent,
    poke: () => undefined,
    now: () => new Date(0),
  }
  const listeners = createListeners(createInbox(mailroom, silent), desk, {
    onLetIn: async (channel) => void heard.push(`let into ${channel}`),
    onGroupsChanged: () => void heard.push('groups changed'),
  })
  return { heard, listeners }
}

test('the bot hears that it was invited, and nothing of others who join', async () => {
  const { heard, listeners } = listening()
  const joined = (user: string, id: string) =>
    listeners.event('member_joined_channel', { event_id: id, event: { user, channel: 'C1' } })
  await joined('U0ANNA', 'Ev1')
  await joined('U0BOT', 'Ev2')
  assert.deepEqual(heard, ['let into C1'])
})

test('an event is new once, and so is every other delivery: the second one leaves nothing to do', async () => {
  const { listeners } = listening()
  assert.equal(await listeners.receiveEvent('Ev1'), true)
  assert.equal(await listeners.receiveEvent('Ev1'), false)
  const line = { user_id: 'U0ANNA', channel_id: 'C1', trigger_id: 'Ev1', text: 'help' }
  const work = await listeners.command(line)
  await work()
})

for (const type of ['channel_unarchive', 'group_unarchive'] as const) {
  test(`after ${type} what was missed there is posted`, async () => {
    const { heard, listeners } = listening()
    await listeners.event(type, { event_id: 'Ev1', event: { channel: 'C1', user: 'U0ANNA' } })
    assert.deepEqual(heard, ['let into C1'])
  })
}

for (const type of ['subteam_updated', 'subteam_members_changed'] as const) {
  test(`after ${type} remembered groups are forgotten`, async () => {
    const { heard, listeners } = listening()
    await listeners.event(type, {})
    assert.deepEqual(heard, ['groups changed'])
  })
}

test('the messages tab of the App Home asks for nothing', async () => {
  const { heard, listeners } = listening()
  await listeners.event('app_home_opened', { event_id: 'Ev1', event: { user: 'U0ANNA', tab: 'messages' } })
  assert.deepEqual(heard, [])
})

test('what cannot be written down is not done, and whoever asked hears why', async () => {
  const { heard, listeners } = listening(() => {
    throw new UserError('journal-full', 'The disk with the journal is full, so nothing was changed.')
  })
  const work = await listeners.command({ user_id: 'U0ANNA', channel_id: 'C1', trigger_id: 'Ev1', text: 'help' })
  await work()
  assert.deepEqual(heard, ['U0ANNA: The disk with the journal is full, so nothing was changed.'])
})
