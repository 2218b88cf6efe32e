import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { UserError } from '../../src/model/user-error.ts'
import type { Typist } from '../../src/slack/inbox/desk.ts'
import type { TypedLine } from '../../src/slack/parse.ts'
import { type Office, startOffice } from './office.ts'

const asked: { line: TypedLine; who: Typist }[] = []
const answers: Record<string, () => Promise<void>> = {}
let office: Office
before(async () => {
  office = await startOffice({
    async answer(line, who) {
      const { tell: _, ...named } = who
      asked.push({ line, who: named })
      await answers[line.subcommand]?.()
      return { text: `You said ${line.subcommand}.`, isPublic: line.subcommand === 'shout' }
    },
  })
})
afterEach(() => {
  asked.length = 0
  office.slack.faults.clear()
})
after(() => office.stop())

const subcommands = () => asked.map(({ line }) => line.subcommand)
const spokenTo = (who: string, text: string) =>
  office.slack
    .as(who)
    .ephemerals()
    .filter((message) => message.text === text).length

test('a command is carried out and answered in private', async () => {
  await office.slack.as('anna').command('ops', 'Plan couch2pg-move source=“old pg”')
  await office.told('anna', 'You said plan.')
  const line = { subcommand: 'plan', words: ['couch2pg-move'], options: { source: 'old pg' } }
  assert.deepEqual(asked, [{ line, who: { userId: 'U0ANNA', channel: 'C0OPS', via: 'command' } }])
  assert.deepEqual(office.slack.messages('ops'), [])
})

test('an answer for everybody stands in the channel', async () => {
  await office.slack.as('anna').command('ops', 'shout')
  await office.slack.waitFor(() => office.slack.messages('ops').some(({ text }) => text === 'You said shout.'))
})

test('an envelope that arrives twice is worked on once', async () => {
  office.slack.faults.duplicateNext()
  await office.slack.as('anna').command('ops', 'twice')
  await office.told('anna', 'You said twice.')
  await office.slack.as('anna').command('ops', 'after')
  await office.told('anna', 'You said after.')
  assert.deepEqual(subcommands(), ['twice', 'after'])
})

test('a delivery that is repeated after its ack is acknowledged again and worked on once', async () => {
  office.slack.faults.redeliverNext()
  await office.slack.as('anna').command('ops', 'again')
  await office.slack.as('anna').command('ops', 'then')
  await office.told('anna', 'You said then.')
  assert.deepEqual(subcommands(), ['again', 'then'])
  assert.equal(spokenTo('anna', 'You said again.'), 1)
})

test('slow work is acknowledged while it still goes on', async () => {
  let release = (): void => undefined
  answers['slow'] = () =>
    new Promise((resolve) => {
      release = resolve
    })
  await office.slack.as('anna').command('ops', 'slow')
  await office.slack.waitFor(() => subcommands().includes('slow'))
  assert.equal(spokenTo('anna', 'You said slow.'), 0)
  release()
  await office.told('anna', 'You said slow.')
})

test('a refusal is said in its own words', async () => {
  answers['refused'] = async () => {
    throw new UserError('no', 'There is no such run. /migrate status lists the runs of this channel.')
  }
  await office.slack.as('anna').command('ops', 'refused')
  await office.told('anna', 'There is no such run. /migrate status lists the runs of this channel.')
})

test('a line that cannot be read is answered with what is wrong with it', async () => {
  await office.slack.as('anna').command('ops', 'hold reason="disk')
  const next = 'Put the same quote at its end and send the line again; nothing was done.'
  await office.told('anna', `A quote in this line is not closed. ${next}`)
})

test('anything unexpected is a reference for the person, and the same reference with details in the log', async () => {
  answers['broken'] = async () => {
    throw new TypeError('cannot read properties of undefined')
  }
  await office.slack.as('anna').command('ops', 'broken')
  const said = await office.told('anna', /^Something broke on my side/)
  const ref =
    /^Something broke on my side \(ref ([0-9a-f]{4})\)\. The run is where it was\. The operator's log has the details\.$/.exec(
      said,
    )?.[1]
  assert.ok(ref)
  assert.ok(office.logged.some(({ level, fields }) => level === 'error' && fields['ref'] === ref && fields['error']))
})

test('somebody outside the channel is answered in their direct messages', async () => {
  office.slack.faults.slackError('chat.postEphemeral', 'user_not_in_channel')
  await office.slack.as('anna').command('ops', 'outside')
  await office.slack.waitFor(() => office.slack.dms('anna').some(({ text }) => text === 'You said outside.'))
})

test('an answer survives a busy Slack and a server error', async () => {
  office.slack.faults.rateLimit('chat.postEphemeral')
  office.slack.faults.serverError('chat.postEphemeral')
  await office.slack.as('anna').command('ops', 'patience')
  await office.told('anna', 'You said patience.')
})

test('a command reaches the bot while one connection is refreshed', async () => {
  office.slack.faults.disconnect({ warn: true, count: 1 })
  await office.slack.as('anna').command('ops', 'refreshed')
  await office.told('anna', 'You said refreshed.')
})

test('both connections come back after they were cut, and the health says so', async () => {
  const isUp = (): boolean => office.app.health().sockets.every(({ isConnected }) => isConnected)
  await office.slack.waitFor(isUp, 30_000)
  office.slack.faults.disconnect()
  await office.slack.waitFor(() => !isUp(), 30_000)
  await office.slack.waitFor(isUp, 30_000)
  await office.slack.as('anna').command('ops', 'back')
  await office.told('anna', 'You said back.')
})

test('the connections come back after an outage of several seconds', async () => {
  const isUp = (): boolean => office.app.health().sockets.every(({ isConnected }) => isConnected)
  office.slack.faults.refuseConnections(6_000)
  office.slack.faults.disconnect()
  await office.slack.waitFor(() => !isUp(), 30_000)
  await office.slack.waitFor(isUp, 60_000)
  await office.slack.as('anna').command('ops', 'later')
  await office.told('anna', 'You said later.')
})

test('a mention is a command too', async () => {
  await office.slack.as('anna').mention('ops', 'Why m7f3xq')
  await office.told('anna', 'You said why.')
  assert.deepEqual(asked[0]?.line, { subcommand: 'why', words: ['m7f3xq'], options: {} })
})

test('a mention in the thread of a run means that run, and without words asks what it waits for', async () => {
  await office.toGate()
  const { ts } = await office.card()
  await office.slack.as('dan').mention('ops', '', ts)
  await office.told('dan', 'You said why.')
  assert.deepEqual(asked[0]?.who, { userId: 'U0DAN', channel: 'C0OPS', via: 'command', run: 'm7f3xq' })
})

test('App Home lists what waits for the person, and its details are answered', async () => {
  await office.slack.as('dan').openHome()
  const home = await office.slack.waitFor(() => office.slack.as('dan').home())
  assert.match(JSON.stringify(home.blocks), /move-m7f3xq/)
  await office.slack.as('dan').click({ viewId: home.id }, 'details')
  await office.slack.waitFor(() => office.slack.dms('dan').some(({ text }) => text === 'You said status.'))
})
