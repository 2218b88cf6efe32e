import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api'
import { type LocalSlack, startLocalSlack } from '../../src/local-slack/index.ts'
import { workspaceOptions } from './bolt-bot.ts'

let slack: LocalSlack
let client: WebClient

const clientOf = (workspace: LocalSlack, token = workspace.botToken) =>
  new WebClient(token, {
    slackApiUrl: workspace.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  })

before(async () => {
  slack = await startLocalSlack(workspaceOptions)
  client = clientOf(slack)
})
after(() => slack.stop())

const channel = 'C0MOVES'
const post = async (text: string, more: object = {}) =>
  (await client.chat.postMessage({ channel, text, ...more })).ts ?? ''

test('without a token, or with a wrong one, nothing is answered', async () => {
  const anonymous = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' })
  assert.deepEqual(await anonymous.json(), { ok: false, error: 'not_authed' })
  await assert.rejects(clientOf(slack, 'xoxb-wrong').auth.test(), /invalid_auth/)
  await assert.rejects(
    clientOf(slack, slack.appToken).chat.postMessage({ channel, text: 'x' }),
    /not_allowed_token_type/,
  )
})

test('a method that does not exist is unknown', async () => {
  await assert.rejects(client.apiCall('chat.shout'), /unknown_method/)
  await assert.rejects(client.apiCall('constructor'), /unknown_method/)
})

test('a token without a scope is told which one it lacks', async () => {
  const narrow = await startLocalSlack({ ...workspaceOptions, scopes: ['chat:write'] })
  const answer = await fetch(`${narrow.apiUrl}users.list`, {
    method: 'POST',
    headers: { authorization: `Bearer ${narrow.botToken}` },
  })
  assert.deepEqual(await answer.json(), {
    ok: false,
    error: 'missing_scope',
    needed: 'users:read',
    provided: 'chat:write',
  })
  assert.equal(answer.headers.get('x-oauth-scopes'), 'chat:write')
  await narrow.stop()
})

test('ts values look like those of Slack and always grow', async () => {
  const all = [await post('one'), await post('two'), await post('three')]
  assert.match(all[0] ?? '', /^\d{10}\.\d{6}$/)
  assert.deepEqual([...all].sort(), all)
  assert.equal(new Set(all).size, 3)
})

test('blocks beyond a limit are refused with the place and the reason', async () => {
  const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }]
  await assert.rejects(post('x', { blocks }), (error) => {
    assert.ok(error instanceof WebAPIPlatformError)
    assert.equal(error.data.error, 'invalid_blocks')
    const messages = ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]']
    assert.deepEqual(error.data.response_metadata?.messages, messages)
    return true
  })
})

test('history gives metadata when it is asked for, newest first, in pages', async () => {
  const metadata = { event_type: 'run', event_payload: { id: '7f3a' } }
  const ts = await post('with metadata', { metadata })
  await post('later')
  const plain = await client.conversations.history({ channel, limit: 1 })
  assert.equal(plain.messages?.[0]?.text, 'later')
  const cursor = plain.response_metadata?.next_cursor ?? ''
  const next = await client.conversations.history({ channel, limit: 1, cursor, include_all_metadata: true })
  assert.deepEqual(next.messages?.[0]?.metadata, metadata)
  const window = await client.conversations.history({ channel, oldest: ts, latest: ts, inclusive: true })
  assert.deepEqual([window.messages?.length, window.messages?.[0]?.metadata], [1, undefined])
})

test('a reply to a reply joins its thread; a reply to nothing is refused', async () => {
  const parent = await post('parent')
  const first = await post('first', { thread_ts: parent })
  await post('second', { thread_ts: first })
  const { messages } = await client.conversations.replies({ channel, ts: parent })
  assert.deepEqual(
    messages?.map(({ text }) => text),
    ['parent', 'first', 'second'],
  )
  assert.deepEqual(
    slack.messages('moves', parent).map(({ text }) => text),
    ['parent', 'first', 'second'],
  )
  await assert.rejects(post('lost', { thread_ts: '1.000001' }), /cannot_reply_to_message/)
})

test('an update with text alone takes the blocks away, and keeps the metadata', async () => {
  const metadata = { event_type: 'run', event_payload: { id: '1' } }
  const ts = await post('before', { metadata, blocks: [{ type: 'divider' }] })
  await client.chat.update({ channel, ts, blocks: [{ type: 'divider' }] })
  const find = () => slack.messages(channel).find((message) => message.ts === ts)
  assert.equal(find()?.edited, undefined)
  await client.chat.update({ channel, ts, text: 'after' })
  assert.deepEqual([find()?.text, find()?.blocks, find()?.metadata], ['after', [], metadata])
  assert.equal(find()?.edited?.user, slack.botUserId)
})

test('the bot cannot change what a person wrote', async () => {
  await slack.as('amina').say('moves', 'mine')
  const ts = slack.messages('moves').at(-1)?.ts ?? ''
  await assert.rejects(client.chat.update({ channel, ts, text: 'yours' }), /cant_update_message/)
  await assert.rejects(client.chat.delete({ channel, ts }), /cant_delete_message/)
})

test('the first message of a thread leaves a line when it is deleted, another message leaves nothing', async () => {
  const parent = await post('parent')
  const reply = await post('reply', { thread_ts: parent })
  await client.chat.delete({ channel, ts: parent })
  assert.equal(slack.messages(channel).at(-1)?.text, 'This message was deleted.')
  await assert.rejects(client.chat.update({ channel, ts: parent, text: 'x' }), /message_not_found/)
  await client.chat.delete({ channel, ts: reply })
  assert.deepEqual(
    slack.messages(channel, parent).map(({ text }) => text),
    ['This message was deleted.'],
  )
})

test('an ephemeral message reaches members only, and cannot be updated', async () => {
  const { message_ts: ts } = await client.chat.postEphemeral({ channel, user: 'U0AMINA', text: 'psst' })
  assert.equal(slack.as('amina').ephemerals('moves').at(-1)?.text, 'psst')
  await assert.rejects(client.chat.update({ channel, ts: ts ?? '', text: 'x' }), /message_not_found/)
  const elsewhere = client.chat.postEphemeral({ channel: 'C0SMALL', user: 'U0JONAS', text: 'x' })
  await assert.rejects(elsewhere, /user_not_in_channel/)
})

test('direct messages are opened once for each person', async () => {
  const first = await client.conversations.open({ users: 'U0AMINA' })
  const second = await client.conversations.open({ users: 'U0AMINA' })
  assert.equal(first.channel?.id, second.channel?.id)
  await client.chat.postMessage({ channel: first.channel?.id ?? '', text: 'hello' })
  assert.deepEqual(
    slack.dms('amina').map(({ text }) => text),
    ['hello'],
  )
  assert.deepEqual(slack.dms('jonas'), [])
})

test('people, members and groups are listed', async () => {
  const { members } = await client.users.list({})
  assert.deepEqual(
    members?.map(({ name }) => name),
    ['amina', 'jonas', 'noor', 'drover'],
  )
  const inSmall = await client.conversations.members({ channel: 'C0SMALL' })
  assert.deepEqual(inSmall.members, ['U0AMINA', slack.botUserId])
  const group = await client.usergroups.users.list({ usergroup: 'S0DBAS' })
  assert.deepEqual(group.users, ['U0AMINA'])
  await assert.rejects(client.usergroups.users.list({ usergroup: 'S0NONE' }), /no_such_subteam/)
})

test('an uploaded file stands in the thread and is served to the page', async () => {
  const parent = await post('report')
  const bytes = Buffer.from('<html><script>alert(1)</script></html>')
  await client.filesUploadV2({
    channel_id: channel,
    thread_ts: parent,
    filename: 'report.html',
    file: bytes,
    title: 'End',
  })
  const [file] = slack.files()
  assert.deepEqual([file?.title, file?.bytes], ['End', bytes])
  assert.deepEqual(slack.messages(channel, parent).at(-1)?.files, [file?.id])
  const served = await fetch(`${slack.pageUrl}files/${file?.id}/report.html`)
  assert.deepEqual(Buffer.from(await served.arrayBuffer()), bytes)
  assert.match(served.headers.get('content-disposition') ?? '', /^attachment/)
})

test('a permalink speaks of the message', async () => {
  const ts = await post('linked')
  const { permalink } = await client.chat.getPermalink({ channel, message_ts: ts })
  assert.equal(permalink, `${slack.pageUrl}archives/${channel}/p${ts.replace('.', '')}`)
})

test('a Home is published for one person, and an old hash is refused', async () => {
  const view = { type: 'home' as const, blocks: [{ type: 'divider' as const }] }
  const first = await client.views.publish({ user_id: 'U0AMINA', view })
  await client.views.publish({ user_id: 'U0AMINA', view })
  assert.equal(slack.as('amina').home()?.blocks.length, 1)
  assert.equal(slack.as('jonas').home(), undefined)
  const late = client.views.publish({ user_id: 'U0AMINA', view, hash: first.view?.hash ?? '' })
  await assert.rejects(late, /hash_conflict/)
})

test('reactions and pins are kept, each once', async () => {
  const timestamp = await post('marked')
  await client.reactions.add({ channel, timestamp, name: 'eyes' })
  await client.pins.add({ channel, timestamp })
  const message = slack.messages(channel).at(-1)
  assert.deepEqual([message?.reactions, message?.isPinned], [[{ name: 'eyes', users: [slack.botUserId] }], true])
  await assert.rejects(client.reactions.add({ channel, timestamp, name: 'eyes' }), /already_reacted/)
})

test('blocks.validate lists what is wrong', async () => {
  const blocks = JSON.stringify([{ type: 'header' }])
  await client.apiCall('blocks.validate', { blocks })
  const { answer } = slack.calls('blocks.validate').at(-1) ?? {}
  const message = 'missing required field: text'
  assert.deepEqual(answer?.['errors'], [{ pointer: '/blocks/0', message, code: 'invalid' }])
})

test('with rate limits a channel that gets too many posts says when to come back', async () => {
  const strict = await startLocalSlack({ ...workspaceOptions, rateLimits: true })
  const quick = clientOf(strict)
  const posts = await Promise.allSettled(
    Array.from({ length: 60 }, (_, at) => quick.chat.postMessage({ channel, text: String(at) })),
  )
  const refused = posts.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  assert.ok(refused.every((reason) => reason instanceof WebAPIRateLimitedError && reason.retryAfter === 1))
  assert.equal(strict.messages(channel).length, 60 - refused.length)
  assert.ok(refused.length > 0)
  await quick.chat.postMessage({ channel: 'C0SMALL', text: 'another channel' })
  await strict.stop()
})

test('every call is recorded without its token', async () => {
  await post('recorded')
  const call = slack.calls('chat.postMessage').at(-1)
  assert.deepEqual([call?.args['text'], call?.status, call?.answer['ok']], ['recorded', 200, true])
  assert.doesNotMatch(JSON.stringify(slack.calls()), /xoxb-local/)
})
