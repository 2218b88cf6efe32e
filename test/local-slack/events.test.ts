import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { type BoltBot, startBoltBot } from './bolt-bot.ts'

let bot: BoltBot
const event = z.object({
  type: z.string(),
  channel: z.string().optional(),
  text: z.string().optional(),
  thread_ts: z.string().optional(),
  inviter: z.string().optional(),
})
const heard: z.infer<typeof event>[] = []

before(async () => {
  bot = await startBoltBot((app) => {
    for (const name of ['app_mention', 'app_home_opened', 'member_joined_channel']) {
      app.event(name, async ({ payload }) => {
        heard.push(event.parse(payload))
      })
    }
  })
})
after(() => bot.stop())

const last = () => heard.at(-1)

test('a mention in a thread reaches the bot with its thread', async () => {
  const { ts } = await bot.app.client.chat.postMessage({ channel: 'C0MOVES', text: 'card' })
  await bot.slack.as('amina').mention('moves', 'status', ts)
  await bot.slack.waitFor(() => last()?.type === 'app_mention')
  assert.deepEqual([last()?.text, last()?.thread_ts], [`<@${bot.slack.botUserId}> status`, ts])
})

test('a name typed by hand is a mention too, and markup in a message stays text', async () => {
  const before = heard.length
  await bot.slack.as('amina').say('moves', '@drover <b> & @jonas')
  await bot.slack.waitFor(() => heard.length > before)
  assert.equal(last()?.text, `<@${bot.slack.botUserId}> &lt;b&gt; &amp; <@U0JONAS>`)
})

test('opening the Home tab tells the bot', async () => {
  await bot.slack.as('jonas').openHome()
  await bot.slack.waitFor(() => last()?.type === 'app_home_opened')
  assert.match(last()?.channel ?? '', /^D/)
})

test('a bot that is not in a channel hears nothing there until it is invited', async () => {
  bot.slack.faults.removeBot('small')
  assert.equal(await bot.slack.as('amina').mention('small', 'hello'), undefined)
  await bot.slack.as('amina').invite('small')
  await bot.slack.waitFor(() => last()?.type === 'member_joined_channel')
  assert.deepEqual([last()?.channel, last()?.inviter], ['C0SMALL', 'U0AMINA'])
})

test('every envelope is recorded with the time its ack took', () => {
  for (const delivery of bot.slack.deliveries()) {
    assert.equal(delivery.type, 'events_api')
    assert.ok(delivery.ackMs !== undefined && delivery.ackMs >= 0)
  }
})
