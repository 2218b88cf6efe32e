import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { verifyReport } from '../../src/report/verify-report.ts'
import { type Office, person, startOffice, until } from './office.ts'

let office: Office
beforeEach(async () => {
  office = await startOffice({
    answer: async () => ({ text: 'Here it is.', files: [{ name: 'audit-m7f3xq-3.csv', text: 'run,seq\r\n' }] }),
  })
})
afterEach(() => office.stop())

async function aborted(): Promise<void> {
  await office.start()
  await office.card()
  await office.tell({ type: 'abort', by: person('U0ANNA'), reason: 'Wrong server.' })
  await office.tell({ type: 'stopped' })
}

const uploads = () => office.slack.calls('files.completeUploadExternal').length
const letter = (kind: 'html' | 'json') => office.sqlite.mailroom.find(`m7f3xq/report/${kind}`)
const sent = () => [letter('html'), letter('json')].every((one) => one !== undefined && one.sentVersion === one.version)

test('the end of a run brings its signed report to the thread, as a page and as JSON', async () => {
  await aborted()
  await office.slack.waitFor(sent, 20_000)
  assert.equal(uploads(), 2)
  for (const kind of ['html', 'json'] as const) {
    assert.equal(letter(kind)?.threadKey, 'm7f3xq/card')
    assert.equal(letter(kind)?.file?.name, `report-m7f3xq.${kind}`)
    assert.equal(verifyReport(Buffer.from(letter(kind)?.file?.text ?? '')).ok, true)
  }
})

test('the report comes once, over restarts and refusals after the end', async () => {
  await aborted()
  await office.slack.waitFor(sent, 20_000)
  const text = letter('html')?.file?.text
  await assert.rejects(office.tell({ type: 'hold', by: person('U0DAN', 'dba'), reason: 'Late.' }), {
    code: 'run-ended',
  })
  for (let restarts = 0; restarts < 2; restarts++) {
    await office.stopBot()
    const { slack, folder } = office
    office = await startOffice({ slack, folder })
  }
  assert.equal(uploads(), 2)
  assert.equal(letter('html')?.file?.text, text)
  assert.equal(letter('html')?.version, 1)
})

test('a bot that went away before it made the report makes it when it comes back', async () => {
  await office.start()
  await office.card()
  const { slack, folder } = office
  await office.app.stop()
  await office.tell({ type: 'abort', by: person('U0ANNA'), reason: 'Wrong server.' })
  await office.tell({ type: 'stopped' })
  await office.sqlite.journal.stop()
  office = await startOffice({ slack, folder })
  await office.slack.waitFor(sent, 20_000)
  assert.equal(uploads(), 2)
})

test('a refusal that kept a window from opening is on record', async () => {
  await office.toGate()
  const { ts } = await office.message('m7f3xq/gate/1')
  await office.slack.as('noor').click({ channel: 'ops', ts }, 'deny')
  await office.told('noor', /^Only dba can decide this as dba/)
  const refused = (await office.sqlite.journal.history('m7f3xq')).at(-1)?.event
  assert.ok(refused?.type === 'refused')
  assert.deepEqual([refused.what, refused.code, refused.via], ['deny', 'role-not-held', 'button'])
})

test('a refused click is on record, and no card is edited for it', async () => {
  await office.toGate()
  const { ts } = await office.message('m7f3xq/gate/1')
  const edits = office.slack.calls('chat.update').length
  await office.slack.as('noor').click({ channel: 'ops', ts }, 'approve:dba')
  await office.told('noor', /^Only dba can decide this as dba/)
  assert.equal((await office.sqlite.journal.history('m7f3xq')).at(-1)?.event.type, 'refused')
  assert.equal(office.slack.calls('chat.update').length, edits)
  await until(office, ({ gate }) => gate?.decisions.length === 0)
})

test('files that an answer brings come in direct messages, which nobody else sees', async () => {
  await office.slack.as('anna').command('ops', 'audit')
  await office.told('anna', 'Here it is. You find it as a file in your messages with me.')
  await office.slack.waitFor(() => uploads() === 1, 20_000)
})
