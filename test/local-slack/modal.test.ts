import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { DispatchFailed, InputRefused } from '../../src/local-slack/index.ts'
import { type BoltBot, startBoltBot } from './bolt-bot.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const modal = (title: string) => ({
  type: 'modal' as const,
  callback_id: 'deny',
  title: plain(title),
  submit: plain('Deny'),
  notify_on_close: true,
  private_metadata: 'gate-1',
  blocks: [
    {
      type: 'input' as const,
      block_id: 'reason-1',
      label: plain('Why'),
      element: { type: 'plain_text_input' as const, action_id: 'reason', max_length: 20 },
    },
    {
      type: 'input' as const,
      block_id: 'kind-1',
      optional: true,
      label: plain('Kind'),
      element: {
        type: 'radio_buttons' as const,
        action_id: 'kind',
        options: [
          { text: plain('Later'), value: 'later' },
          { text: plain('Never'), value: 'never' },
        ],
      },
    },
  ],
})

let bot: BoltBot
let openError: unknown
const closed: string[] = []
const states: unknown[] = []

before(async () => {
  bot = await startBoltBot((app) => {
    app.command('/migrate', async ({ ack, command, client }) => {
      await ack()
      openError = undefined
      if (command.text === 'twice') await client.views.open({ trigger_id: command.trigger_id, view: modal('First') })
      await client.views
        .open({ trigger_id: command.trigger_id, view: modal('Deny') })
        .catch((error) => (openError = error))
    })
    app.view('deny', async ({ ack, view }) => {
      states.push(view.state.values)
      const reason = view.state.values['reason-1']?.['reason']?.value
      if (reason === 'short') return ack({ response_action: 'errors', errors: { 'reason-1': 'Say more.' } })
      if (reason === 'update') return ack({ response_action: 'update', view: modal('Updated') })
      if (reason === 'push') return ack({ response_action: 'push', view: modal('Pushed') })
      if (reason === 'clear') return ack({ response_action: 'clear' })
      if (reason === 'wrong')
        return ack({ response_action: 'update', view: modal('A title far beyond what Slack takes') })
      await ack()
    })
    app.view({ callback_id: 'deny', type: 'view_closed' }, async ({ ack, view }) => {
      await ack()
      closed.push(view.title.text)
    })
  })
})
after(() => bot.stop())

const amina = () => bot.slack.as('amina')
const openView = async () => {
  await amina().command('moves', 'open')
  return bot.slack.waitFor(() => amina().view())
}
beforeEach(() => bot.slack.faults.clear())

test('a modal opens for the person who asked, and what they put in reaches the bot', async () => {
  const view = await openView()
  assert.equal(view.title, 'Deny')
  assert.equal(bot.slack.as('jonas').view(), undefined)
  await amina().submit(view.id, { reason: 'Not tonight', kind: 'later' })
  assert.deepEqual(states.at(-1), {
    'reason-1': { reason: { type: 'plain_text_input', value: 'Not tonight' } },
    'kind-1': { kind: { type: 'radio_buttons', selected_option: { text: plain('Later'), value: 'later' } } },
  })
  assert.equal(amina().view(), undefined)
})

test('a modal without what is required, or with too much, is not sent', async () => {
  const view = await openView()
  await assert.rejects(amina().submit(view.id, {}), InputRefused)
  assert.deepEqual(amina().view()?.errors, { 'reason-1': 'This field is required.' })
  await assert.rejects(amina().submit(view.id, { reason: 'x'.repeat(21) }), InputRefused)
  assert.deepEqual(amina().view()?.errors, { 'reason-1': 'Use at most 20 characters.' })
  await amina().closeView(view.id)
})

test('the bot can answer with an error under the input', async () => {
  const view = await openView()
  await amina().submit(view.id, { reason: 'short' })
  assert.deepEqual(amina().view()?.errors, { 'reason-1': 'Say more.' })
  await amina().closeView(view.id)
})

test('the bot can answer with another view, one on top, or none at all', async () => {
  const view = await openView()
  await amina().submit(view.id, { reason: 'update' })
  assert.deepEqual([amina().view()?.title, amina().view()?.id], ['Updated', view.id])
  await amina().submit(view.id, { reason: 'push' })
  assert.deepEqual([amina().view()?.title, amina().view()?.previousViewId], ['Pushed', view.id])
  await amina().submit(amina().view()?.id ?? '', { reason: 'clear' })
  assert.equal(amina().view(), undefined)
})

test('an answer that Slack would refuse is refused here', async () => {
  const view = await openView()
  await assert.rejects(amina().submit(view.id, { reason: 'wrong' }), {
    message:
      'Slack would refuse the view in the answer: [ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
  })
  await amina().closeView(view.id)
})

test('the bot hears of a closed modal when it asked to', async () => {
  const view = await openView()
  const before = closed.length
  await amina().closeView(view.id)
  assert.equal(closed.length, before + 1)
})

test('a trigger that expired opens nothing', async () => {
  bot.slack.faults.expireTriggers()
  await amina().command('moves', 'open')
  await bot.slack.waitFor(() => openError !== undefined)
  assert.match(String(openError), /expired_trigger_id/)
})

test('a trigger opens one view only', async () => {
  await amina().command('moves', 'twice')
  await bot.slack.waitFor(() => openError !== undefined)
  assert.match(String(openError), /exchanged_trigger_id/)
  await amina().closeView(amina().view()?.id ?? '')
})

test('an update with an old hash is refused, with the current one it is shown', async () => {
  const view = await openView()
  const { client } = bot.app
  await client.views.update({ view_id: view.id, hash: view.hash, view: modal('Newer') })
  assert.equal(amina().view()?.title, 'Newer')
  await assert.rejects(client.views.update({ view_id: view.id, hash: view.hash, view: modal('Old') }), /hash_conflict/)
  await amina().closeView(view.id)
})

test('a bot that does not answer in three seconds shows the person that it failed', async () => {
  const slack = bot.slack
  const refused = slack.as('amina')
  slack.faults.refuseConnections(4_000)
  slack.faults.disconnect()
  await assert.rejects(refused.command('moves', 'open'), DispatchFailed)
  assert.equal(refused.ephemerals().at(-1)?.text, '`/migrate` failed with the error "dispatch_failed".')
})
