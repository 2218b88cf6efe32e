import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { type LocalSlack, startLocalSlack } from '../../src/local-slack/index.ts'
import type { Handover } from '../../src/model/step-ups.ts'
import { createHandover } from '../../src/slack/handover.ts'
import { createSlackClient } from '../../src/slack/slack-client.ts'
import { PEOPLE } from './office.ts'

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const URI = `otpauth://totp/Drover:Olga?secret=${SECRET}&issuer=Drover`

let slack: LocalSlack
let handover: Handover
const logged: string[] = []

before(async () => {
  slack = await startLocalSlack({ people: PEOPLE, channels: [{ id: 'C0OPS', name: 'ops' }] })
  const note = (message: string, fields: object = {}) => void logged.push(`${message} ${JSON.stringify(fields)}`)
  const log = { info: note, warn: note, error: note }
  handover = createHandover(createSlackClient({ botToken: slack.botToken, apiUrl: slack.apiUrl, log }), log)
})
after(() => slack.stop())
afterEach(() => slack.faults.clear())

const gone = () => {
  assert.deepEqual([slack.files(), slack.dms('olga')], [[], []])
  for (const line of logged) assert.doesNotMatch(line, new RegExp(SECRET))
}

test('a picture and the key as text come in direct messages, and both can be taken back', async () => {
  const where = await handover.hand('U0OLGA', SECRET, URI)
  const [picture, words] = slack.dms('olga')
  assert.equal(picture?.files.length, 1)
  assert.equal(
    words?.text,
    `Your step-up code for Drover. Scan the picture above with an authenticator app, or put this key into it by hand:
\`${SECRET}\`
On the phone itself this address opens the app: \`otpauth://totp/Drover:Olga?secret=${SECRET}&amp;issuer=Drover\`
Then type the six digits that it shows: \`/migrate enroll code=&lt;six digits&gt;\`. The picture and this message go away when that is done, since whoever sees them could copy the code.`,
  )
  assert.ok(!where.includes(SECRET))
  assert.equal(await handover.takeBack(where), true)
  gone()
})

test('when the words cannot be posted the picture goes away again, and the person hears what to do', async () => {
  slack.faults.slackError('chat.postMessage', 'restricted_action')
  await assert.rejects(handover.hand('U0OLGA', SECRET, URI), {
    code: 'handover-failed',
    message:
      'Slack did not take the message with the picture, so there is no step-up code. Type /migrate enroll again.',
  })
  gone()
})

for (const method of ['chat.postMessage', 'files.completeUploadExternal'])
  test(`when the answer of ${method} is lost, what it left in the messages goes away again`, async () => {
    slack.faults.dropResponse(method)
    await assert.rejects(handover.hand('U0OLGA', SECRET, URI), { code: 'handover-failed' })
    gone()
  })

test('what Slack does not take away is said, and the rest is taken away anyway', async () => {
  const where = await handover.hand('U0OLGA', SECRET, URI)
  slack.faults.slackError('files.delete', 'cant_delete_file')
  assert.equal(await handover.takeBack(where), false)
  assert.equal(slack.dms('olga').length, 1)
  assert.match(logged.at(-1) ?? '', /^A message with a step-up code could not be taken away\. /)
  slack.faults.clear()
  await handover.takeBack(where)
  gone()
})

test('what was taken away before the answer got lost counts as taken away', async () => {
  const where = await handover.hand('U0OLGA', SECRET, URI)
  slack.faults.dropResponse('files.delete')
  slack.faults.dropResponse('chat.delete')
  assert.equal(await handover.takeBack(where), true)
  gone()
})

test('a picture that was never announced as shown is taken away by the try it belongs to, not the one of another try', async () => {
  const kept = await handover.hand('U0OLGA', SECRET, URI)
  slack.faults.dropResponse('files.completeUploadExternal')
  await assert.rejects(handover.hand('U0OLGA', `${SECRET.slice(1)}A`, URI), { code: 'handover-failed' })
  assert.equal(slack.files().length, 1)
  assert.equal(await handover.takeBack(kept), true)
  gone()
})
