import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { type Office, startOffice, textOf, until } from './office.ts'

let office: Office
beforeEach(async () => {
  office = await startOffice()
})
afterEach(() => office.stop())

const headers = (id = 'm7f3xq') => office.slack.messages('ops').filter((one) => textOf(one).includes(`· ${id}"`))

test('a post whose answer was lost is found again instead of posted twice', async () => {
  office.slack.faults.dropResponse('chat.postMessage')
  await office.start()
  const card = await office.card()
  assert.equal(headers().length, 1)
  assert.equal(headers()[0]?.ts, card.ts)
  assert.equal(office.slack.calls('chat.postMessage').length, 1)
})

test('a post whose answer was lost is found again by the next process', async () => {
  office.slack.faults.dropResponse('chat.postMessage')
  await office.start()
  await office.slack.waitFor(() => headers().length === 1)
  await office.stopBot()
  const { slack, folder } = office
  office = await startOffice({ slack, folder })
  await office.card()
  assert.equal(headers().length, 1)
})

test('without the history scope a lost answer may end in two posts, and the log says so', async () => {
  office.slack.faults.slackError('conversations.history', 'missing_scope')
  office.slack.faults.dropResponse('chat.postMessage')
  await office.start()
  await office.card()
  assert.equal(headers().length, 2)
  assert.ok(office.logged.some(({ message }) => message.includes('may be posted twice. Add the history scopes.')))
})

test('a thread line whose answer was lost is not repeated either', async () => {
  await office.start()
  const { ts } = await office.card()
  office.slack.faults.dropResponse('chat.postMessage')
  const run = await until(office, () => true)
  await office.tell({ type: 'succeeded', step: 'disk', attempt: 1, outputs: {}, evidence: [] })
  await office.message(`${run.id}/line/3`)
  assert.equal(office.slack.messages('ops', ts).length, 2)
})

/** Two people decide and think better of it: four lines in the thread. */
async function decideAndWithdraw(): Promise<void> {
  for (const [who, role] of [
    ['U0DAN', 'dba'],
    ['U0OLGA', 'data-owner'],
  ] as const) {
    const by = { id: who, roles: [role] }
    await office.tell({ type: 'approve', step: 'go', revision: 1, by, role, via: 'button' })
    await office.tell({ type: 'withdraw', step: 'go', revision: 1, by })
  }
}

const answersTo = (card: string) => office.slack.messages('ops', card).filter(({ ts }) => ts !== card)

const DECISIONS = [
  /^<@U0DAN> approved .* as dba$/,
  /^<@U0DAN> withdrew .* as dba$/,
  /^<@U0OLGA> approved .* as data-owner$/,
  /^<@U0OLGA> withdrew .* as data-owner$/,
]

/** The lines about decisions, whatever messages they are in. */
function decisionsIn(card: string): readonly string[] {
  const lines = answersTo(card).flatMap(({ text }) => text.split('\n'))
  return lines.filter((line) => line.startsWith('<@U0'))
}

function assertDecisions(card: string): void {
  const lines = decisionsIn(card)
  assert.equal(lines.length, DECISIONS.length)
  DECISIONS.forEach((line, index) => {
    assert.match(lines[index] ?? '', line)
  })
}

/** Decisions that nobody drew, and the next process that finds them all at once. Gives the ts of the run's card. */
async function decideUndrawn(beforeRestart: () => void = () => undefined): Promise<string> {
  await office.toGate()
  const { ts } = await office.card()
  await office.message('m7f3xq/gate/1')
  await office.message('m7f3xq/line/3')
  await office.app.stop()
  await decideAndWithdraw()
  await office.sqlite.journal.stop()
  beforeRestart()
  const { slack, folder } = office
  office = await startOffice({ slack, folder })
  return ts
}

test('lines of a thread that wait go out as one message, and each keeps its text and its block', async () => {
  const card = await decideUndrawn()
  const last = await office.message('m7f3xq/line/9')
  assertDecisions(card)
  assert.equal(answersTo(card).length, 2)
  assert.equal(last.blocks.length, DECISIONS.length)
  assert.equal((await office.message('m7f3xq/line/6')).ts, last.ts)
})

test('joined lines whose answer was lost are found again by the next process, and nothing is said twice', async () => {
  const card = await decideUndrawn(() => office.slack.faults.dropResponse('chat.postMessage'))
  await office.slack.waitFor(() => decisionsIn(card).length > 0)
  await office.stopBot()
  const { slack, folder } = office
  office = await startOffice({ slack, folder })
  await office.message('m7f3xq/line/9')
  assertDecisions(card)
  assert.equal(answersTo(card).length, 2)
})

test('one busy channel does not keep the others waiting', async () => {
  office.slack.faults.rateLimit('chat.postMessage', { retryAfterSeconds: 3 })
  await office.start('m7aaaa')
  await office.slack.waitFor(() => office.slack.calls('chat.postMessage').length === 1)
  await office.start('m7bbbb', 'C0MOVES')
  const [second, first] = [await office.card('m7bbbb'), await office.card('m7aaaa')]
  assert.ok(Number(second.ts) < Number(first.ts))
})

test('server errors are waited out, and the message is there once', async () => {
  office.slack.faults.serverError('chat.postMessage', { times: 2 })
  await office.start()
  await office.card()
  assert.equal(headers().length, 1)
})

test('a card that somebody deleted is posted anew, and its thread goes on there', async () => {
  await office.start()
  const { ts } = await office.card()
  office.slack.faults.deleteMessage('ops', ts)
  await office.tell({ type: 'succeeded', step: 'disk', attempt: 1, outputs: {}, evidence: [] })
  await office.slack.waitFor(() => headers().length === 1)
  const anew = await office.card()
  assert.notEqual(anew.ts, ts)
})

for (const code of ['cant_update_message', 'edit_window_closed']) {
  test(`a card that Slack will not change (${code}) is posted anew`, async () => {
    await office.start()
    const { ts } = await office.card()
    office.slack.faults.slackError('chat.update', code)
    await office.tell({ type: 'hold', by: { id: 'U0ANNA', roles: [] }, reason: 'wait' })
    await office.slack.waitFor(() => headers().some((one) => one.ts !== ts))
    assert.notEqual((await office.card()).ts, ts)
  })
}

test('outside its channel the bot tells the driver, and after an invitation posts what was missed', async () => {
  office.slack.faults.removeBot('ops')
  await office.start()
  const told = await office.message('m7f3xq/unseen/C0OPS')
  assert.match(
    told.text,
    /^m7f3xq \(move-m7f3xq\) cannot be shown in its channel C0OPS: I am not in that channel \(not_in_channel\)\. Type \/invite @/,
  )
  assert.equal(told.channel, office.slack.dms('anna')[0]?.channel)
  assert.deepEqual(headers(), [])
  await office.slack.as('anna').invite('ops')
  await office.card()
  assert.equal(headers().length, 1)
})

test('an archived channel is named to the driver', async () => {
  office.slack.faults.archive('ops')
  await office.start()
  assert.match((await office.message('m7f3xq/unseen/C0OPS')).text, /the channel is archived\. Unarchive it/)
})

test('blocks that Slack refuses are replaced by the text, and the log says what was wrong', async () => {
  office.slack.faults.slackError('chat.postMessage', 'invalid_blocks')
  await office.start()
  const card = await office.card()
  assert.match(
    card.text,
    /^move-m7f3xq m7f3xq: [\s\S]*\nSlack could not draw this message in full\. \/migrate why m7f3xq says/,
  )
  assert.deepEqual(card.blocks, [])
  assert.ok(office.logged.some(({ fields }) => fields['code'] === 'invalid_blocks'))
})

test('a revoked token is told to the operator once, and what waited goes out when it counts again', async () => {
  office.slack.faults.revokeToken()
  await office.start()
  await office.slack.waitFor(() => office.app.health().refusedBecause === 'token_revoked')
  await office.tell({ type: 'succeeded', step: 'disk', attempt: 1, outputs: {}, evidence: [] })
  office.slack.faults.revokeToken(false)
  await office.card()
  assert.equal(office.app.health().refusedBecause, undefined)
  assert.deepEqual(
    office.logged
      .filter(({ message }) => message.startsWith('Slack refuses the bot token'))
      .map((line) => line.message),
    [
      'Slack refuses the bot token (token_revoked), so nothing can be posted. Put a token that counts in SLACK_BOT_TOKEN and start Drover again; runs go on, and no message is lost.',
    ],
  )
})

test('what a crash kept from being drawn is drawn at the next start, once', async () => {
  await office.toGate()
  await office.message('m7f3xq/gate/1')
  await office.stopBot()
  const { slack, folder } = office
  const before = slack.messages('ops').length
  office = await startOffice({ slack, folder })
  await office.tell({ type: 'hold', by: { id: 'U0DAN', roles: ['dba'] }, reason: 'the disk' })
  await office.message('m7f3xq/notice/6')
  assert.equal(slack.messages('ops').length, before + 1)
})

test('events that nobody drew are drawn at the next start', async () => {
  await office.toGate()
  await office.message('m7f3xq/gate/1')
  await office.app.stop()
  await office.tell({ type: 'hold', by: { id: 'U0DAN', roles: ['dba'] }, reason: 'the disk' })
  await office.sqlite.journal.stop()
  const { slack, folder } = office
  office = await startOffice({ slack, folder })
  assert.match((await office.message('m7f3xq/notice/6')).text, /Held/)
})

test('a click on a message from before a restart works', async () => {
  await office.toGate()
  const { ts } = await office.message('m7f3xq/gate/1')
  await office.stopBot()
  const { slack, folder } = office
  office = await startOffice({ slack, folder })
  await slack.as('dan').click({ channel: 'ops', ts }, 'approve:dba')
  await until(office, ({ gate }) => gate?.decisions.length === 1)
})

test('a failed step gets a message with buttons, its long log as a file, and loses the buttons when it is tried again', async () => {
  await office.stopBot()
  const { slack, folder } = office
  const log = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n')
  office = await startOffice({ slack, folder, logOf: () => log })
  await office.start()
  const failure = { summary: 'The disk could not be looked at.' }
  await office.tell({ type: 'failed', step: 'disk', attempt: 1, failure, evidence: [] })
  const message = await office.message('m7f3xq/failure/disk/1')
  assert.match(textOf(message), /"action_id":"retry"/)
  await slack.waitFor(() => slack.files().some(({ name }) => name === 'disk-1-3.log'))
  await slack.as('anna').click({ channel: 'ops', ts: message.ts }, 'retry')
  await until(office, ({ status }) => status === 'running')
  const over = await slack.waitFor(() =>
    slack.messages('ops').find((one) => one.ts === message.ts && !textOf(one).includes('"action_id":"retry"')),
  )
  assert.match(textOf(over), /Tried again by <@U0ANNA>\./)
})

test('an upload whose answer was lost is not repeated', async () => {
  await office.stopBot()
  const { slack, folder } = office
  office = await startOffice({ slack, folder, logOf: () => 'line\n'.repeat(30) })
  await office.start()
  await office.card()
  slack.faults.dropResponse('files.completeUploadExternal')
  const failure = { summary: 'The disk could not be looked at.' }
  await office.tell({ type: 'failed', step: 'disk', attempt: 1, failure, evidence: [] })
  await slack.waitFor(() => office.sqlite.mailroom.find('m7f3xq/file/3/log')?.ts !== undefined)
  assert.equal(slack.files().length, 1)
})

test('the numbers of a card are drawn again when only they moved', async () => {
  await office.stopBot()
  const { slack, folder } = office
  let done = 100
  office = await startOffice({ slack, folder, progress: () => ({ done, total: 1_000, unit: 'rows' }) })
  await office.start()
  await slack.waitFor(() => headers().some((one) => /100 of 1,000 rows/.test(textOf(one))))
  done = 500
  office.app.redraw('m7f3xq')
  office.app.redraw('m7f3xq')
  await slack.waitFor(() => headers().some((one) => /500 of 1,000 rows/.test(textOf(one))))
})
