import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type BoltBot, startBoltBot } from './bolt-bot.ts'

let bot: BoltBot
before(async () => {
  bot = await startBoltBot((app) => {
    app.command('/migrate', async ({ ack, command, respond, client }) => {
      if (command.text === 'quick') return ack('Only you see this.')
      await ack()
      if (command.text === 'post') await client.chat.postMessage({ channel: command.channel_id, text: 'Started.' })
      else await respond({ text: `You said: ${command.text}`, response_type: 'in_channel' })
    })
  })
})
after(() => bot.stop())

test('the words of an ack are seen by the person who typed the command, and by nobody else', async () => {
  const { payload } = await bot.slack.as('amina').command('moves', 'quick')
  assert.deepEqual(payload, { text: 'Only you see this.' })
  assert.equal(bot.slack.as('amina').ephemerals('moves').at(-1)?.text, 'Only you see this.')
  assert.deepEqual(bot.slack.as('jonas').ephemerals(), [])
})

test('a message posted after the ack stands in the channel', async () => {
  await bot.slack.as('amina').command('moves', 'post')
  const message = await bot.slack.waitFor(() => bot.slack.messages('moves').find(({ text }) => text === 'Started.'))
  assert.equal(message.user, bot.slack.botUserId)
})

test('names in a command travel as ids, and a response_url can answer in the channel', async () => {
  await bot.slack.as('amina').command('moves', 'drive @jonas in #moves for @dbas')
  const wanted = 'You said: drive <@U0JONAS|jonas> in <#C0MOVES|moves> for <!subteam^S0DBAS|@dbas>'
  await bot.slack.waitFor(() => bot.slack.messages('moves').some(({ text }) => text === wanted))
})

test('a person cannot use a channel they are not in', async () => {
  await assert.rejects(bot.slack.as('jonas').command('small', 'quick'), { message: 'Jonas is not in #small.' })
})
