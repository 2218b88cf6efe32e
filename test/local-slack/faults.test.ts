import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { type BoltBot, startBoltBot } from './bolt-bot.ts'

let bot: BoltBot
const texts: string[] = []
const retries: (number | undefined)[] = []

before(async () => {
  bot = await startBoltBot((app) => {
    app.command('/migrate', async ({ ack, command, context }) => {
      await ack()
      texts.push(command.text)
      retries.push(context.retryNum)
    })
  })
})
after(() => bot.stop())
beforeEach(() => {
  bot.slack.faults.clear()
  texts.length = 0
  retries.length = 0
})

const post = (text: string) => bot.app.client.chat.postMessage({ channel: 'C0MOVES', text })
const posted = (text: string) => bot.slack.messages('moves').filter((message) => message.text === text).length

test('a duplicate of an envelope reaches the bot twice with the same id', async () => {
  bot.slack.faults.duplicateNext()
  await bot.slack.as('amina').command('moves', 'twice')
  await bot.slack.waitFor(() => texts.length === 2)
  assert.deepEqual(texts, ['twice', 'twice'])
  assert.equal(bot.slack.deliveries().at(-1)?.sends, 2)
})

test('a redelivery says that it is a retry', async () => {
  bot.slack.faults.redeliverNext()
  await bot.slack.as('amina').command('moves', 'again')
  await bot.slack.waitFor(() => texts.length === 2)
  assert.deepEqual(retries, [undefined, 1])
})

test('when one socket is asked to go, the other one serves', async () => {
  bot.slack.faults.disconnect({ warn: true, count: 1 })
  await bot.slack.as('amina').command('moves', 'still here')
  await bot.slack.waitFor(() => texts.includes('still here'))
})

test('a call that is rate limited says when to come back, and was not carried out', async () => {
  bot.slack.faults.rateLimit('chat.postMessage', { retryAfterSeconds: 7 })
  await assert.rejects(post('limited'), (error: Error & { retryAfter?: number }) => error.retryAfter === 7)
  assert.equal(posted('limited'), 0)
  await post('limited')
  assert.equal(posted('limited'), 1)
})

test('a server error is not carried out', async () => {
  bot.slack.faults.serverError('chat.postMessage')
  await assert.rejects(post('broken'))
  assert.equal(posted('broken'), 0)
})

test('a dropped response was carried out all the same', async () => {
  bot.slack.faults.dropResponse('chat.postMessage')
  await assert.rejects(post('dropped'))
  assert.equal(posted('dropped'), 1)
  assert.equal(bot.slack.calls('chat.postMessage').at(-1)?.isDropped, true)
})

test('the bytes of a file can go wrong by themselves: refused, they are not there, and unanswered they are', async () => {
  const send = () => bot.app.client.filesUploadV2({ channel_id: 'C0MOVES', content: 'text', filename: 'a.txt' })
  bot.slack.faults.serverError('upload')
  await assert.rejects(send())
  bot.slack.faults.rateLimit('upload', { retryAfterSeconds: 7 })
  await assert.rejects(send(), (error: Error & { retryAfter?: number }) => error.retryAfter === 7)
  bot.slack.faults.dropResponse('upload')
  await assert.rejects(send())
  assert.deepEqual(
    bot.slack.calls('upload').map(({ status, isDropped = false }) => [status, isDropped]),
    [
      [503, false],
      [429, false],
      [200, true],
    ],
  )
  assert.deepEqual(bot.slack.files(), [])
  await send()
  assert.equal(bot.slack.files().length, 1)
})

test('archived channels, channels without the bot and deleted messages answer as Slack does', async () => {
  const { ts } = await post('card')
  bot.slack.faults.deleteMessage('moves', ts ?? '')
  const update = () => bot.app.client.chat.update({ channel: 'C0MOVES', ts: ts ?? '', text: 'new' })
  await assert.rejects(update(), /message_not_found/)
  bot.slack.faults.archive('moves')
  await assert.rejects(post('x'), /is_archived/)
  bot.slack.faults.archive('moves', false)
  bot.slack.faults.removeBot('moves')
  await assert.rejects(post('x'), /not_in_channel/)
  await bot.slack.as('amina').invite('moves')
  await post('x')
})

test('a late answer was carried out long before it came', async () => {
  bot.slack.faults.lateAnswer('chat.postMessage', { delayMs: 150 })
  const startedMs = performance.now()
  const answered = post('late')
  await bot.slack.waitFor(() => posted('late') === 1)
  await answered
  assert.ok(performance.now() - startedMs >= 150)
  assert.equal(bot.slack.calls('chat.postMessage').at(-1)?.delayMs, 150)
})

test('an envelope that is held back comes after the one that follows it', async () => {
  bot.slack.faults.holdBackNext()
  const amina = bot.slack.as('amina')
  await Promise.all([amina.command('moves', 'first'), amina.command('moves', 'second')])
  await bot.slack.waitFor(() => texts.length === 2)
  assert.deepEqual(texts, ['second', 'first'])
})

test('a revoked token is refused and its calls are not carried out', async () => {
  bot.slack.faults.revokeToken()
  await assert.rejects(post('revoked'), /token_revoked/)
  bot.slack.faults.revokeToken(false)
  assert.equal(posted('revoked'), 0)
  await post('revoked')
})

test('blocks can be refused whatever is in them, and text is still taken', async () => {
  bot.slack.faults.refuseBlocks()
  const blocks = [{ type: 'divider' }]
  await assert.rejects(bot.app.client.chat.postMessage({ channel: 'C0MOVES', text: 'x', blocks }), /invalid_blocks/)
  await post('text alone')
  assert.equal(posted('text alone'), 1)
})

test('a channel that comes back says so to the bot', async () => {
  bot.slack.faults.archive('moves')
  await bot.slack.as('amina').unarchive('moves')
  const event = JSON.stringify(bot.slack.deliveries().at(-1)?.payload['event'])
  assert.match(event, /"type":"channel_unarchive","channel":"C0MOVES","user":"U0AMINA"/)
  await post('back')
})

test('an expired response url answers nobody', async () => {
  bot.slack.faults.expireResponseUrls()
  await bot.slack.as('amina').command('moves', 'too late')
  const url = String(bot.slack.deliveries().at(-1)?.payload['response_url'])
  assert.equal((await fetch(url, { method: 'POST', body: '{"text":"here"}' })).status, 404)
})

test('whoever leaves a channel is no member of it any more', async () => {
  const members = async () => (await bot.app.client.conversations.members({ channel: 'C0MOVES' })).members ?? []
  assert.ok((await members()).includes('U0JONAS'))
  bot.slack.as('jonas').leave('moves')
  assert.ok(!(await members()).includes('U0JONAS'))
})

test('faults can be set over HTTP, and not by a page of another site', async () => {
  const url = `${bot.slack.pageUrl}_control/drop-response`
  const body = JSON.stringify({ method: 'chat.postMessage' })
  const foreign = await fetch(url, { method: 'POST', body, headers: { origin: 'http://elsewhere.example' } })
  assert.equal(foreign.status, 403)
  assert.deepEqual(await (await fetch(url, { method: 'POST', body })).json(), { ok: true })
  await assert.rejects(post('over http'))
})

test('in an outage nothing is carried out, and the sockets come back after it', async () => {
  bot.slack.faults.outage(300)
  await assert.rejects(post('dark'))
  assert.equal(posted('dark'), 0)
  assert.equal(bot.slack.connections(), 0)
  await bot.slack.waitFor(() => bot.slack.connections() > 0)
  await post('light')
  assert.equal(posted('light'), 1)
})
