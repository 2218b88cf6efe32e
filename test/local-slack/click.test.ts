import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { type BoltBot, startBoltBot } from './bolt-bot.ts'

const option = z.object({ text: z.object({ type: z.string(), text: z.string() }), value: z.string() })
const click = z.object({
  user: z.object({ id: z.string() }),
  container: z.record(z.string(), z.unknown()),
  message: z.object({ text: z.string() }),
  state: z.object({
    values: z.record(z.string(), z.record(z.string(), z.object({ selected_option: option.nullable() }))),
  }),
  actions: z.tuple([
    z.object({ block_id: z.string(), value: z.string().optional(), selected_option: option.optional() }),
  ]),
})
const seen: z.infer<typeof click>[] = []
let bot: BoltBot
let card: { channel: string; ts: string }

const blocks = [
  { type: 'section', text: { type: 'mrkdwn', text: 'Copy the data?' } },
  {
    type: 'actions',
    block_id: 'gate-1',
    elements: [
      {
        type: 'button',
        action_id: 'approve:dba',
        text: { type: 'plain_text', text: 'Approve as dba' },
        value: 'run-1',
      },
      {
        type: 'static_select',
        action_id: 'outcome',
        options: ['done', 'failed'].map((value) => ({ text: { type: 'plain_text', text: value }, value })),
      },
      { type: 'overflow', action_id: 'more', options: [{ text: { type: 'plain_text', text: 'Hold' }, value: 'hold' }] },
    ],
  },
]

before(async () => {
  bot = await startBoltBot((app) => {
    app.action('approve:dba', async ({ ack, body, client, respond }) => {
      await ack()
      seen.push(click.parse(body))
      await respond({ text: `Thanks, <@${body.user.id}>.`, replace_original: false })
      await client.chat.update({ ...card, text: 'Approved.' })
    })
    app.action(/outcome|more/, async ({ ack, body }) => {
      await ack()
      seen.push(click.parse(body))
    })
  })
  const posted = await bot.app.client.chat.postMessage({ channel: 'C0MOVES', text: 'Copy the data?', blocks })
  card = { channel: 'C0MOVES', ts: posted.ts ?? '' }
})
after(() => bot.stop())

test('a chosen option is sent and stays in the state of the message', async () => {
  await bot.slack.as('jonas').click(card, 'outcome', { option: 'failed' })
  await bot.slack.as('jonas').click(card, 'more', { option: 'hold' })
  const body = seen.at(-1)
  assert.deepEqual(body?.actions[0].selected_option, { text: { type: 'plain_text', text: 'Hold' }, value: 'hold' })
  assert.equal(body?.state.values['gate-1']?.['outcome']?.selected_option?.value, 'failed')
})

test('an element that is not there is named, with those that are', async () => {
  await assert.rejects(bot.slack.as('amina').click(card, 'deny'), {
    message: 'There is no "deny" to click here; there is: approve:dba, outcome, more.',
  })
})

test('a click carries who, where and what, and the bot can answer to one person and update the message', async () => {
  await bot.slack.as('amina').click(card, 'approve:dba')
  const message = await bot.slack.waitFor(() => bot.slack.messages('moves').find(({ edited }) => edited))
  const body = seen.at(-1)
  assert.equal(body?.user.id, 'U0AMINA')
  assert.deepEqual(body?.container, {
    type: 'message',
    message_ts: card.ts,
    channel_id: 'C0MOVES',
    is_ephemeral: false,
  })
  assert.equal(body?.message.text, 'Copy the data?')
  assert.equal(body?.actions[0].value, 'run-1')
  assert.equal(body?.actions[0].block_id, 'gate-1')
  assert.deepEqual([message.text, message.blocks], ['Approved.', []])
  assert.equal(bot.slack.as('amina').ephemerals().at(-1)?.text, 'Thanks, <@U0AMINA>.')
})

test('a click on a button that is gone still reaches the bot when it says what the button carried', async () => {
  await bot.slack.as('amina').click(card, 'approve:dba', { value: 'run-0', blockId: 'gate-0' })
  const body = seen.at(-1)
  assert.deepEqual([body?.actions[0].value, body?.actions[0].block_id], ['run-0', 'gate-0'])
})
