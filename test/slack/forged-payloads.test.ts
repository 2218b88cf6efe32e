import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { encodeRef } from '../../src/slack/ref.ts'
import { type Office, startOffice, until } from './office.ts'

let office: Office
before(async () => {
  office = await startOffice()
  await office.toGate()
})
after(() => office.stop())

test('a start form that carries something else starts nothing and says so', async () => {
  const view = { id: 'V1', callback_id: 'start', private_metadata: '{"run":"m7f3xq"}', state: { values: {} } }
  await office.slack.deliver('interactive', { type: 'view_submission', user: { id: 'U0DAN' }, view })
  await office.told(
    'dan',
    'This button belongs to a message that is not known here any more. /migrate status lists the runs of this channel.',
  )
})

test('a button that names a role in its value alone decides in that role or not at all', async () => {
  const { ts } = await office.message('m7f3xq/gate/1')
  const value = encodeRef({ run: 'm7f3xq', step: 'go', revision: 1, role: 'data-owner', card: 'm7f3xq/gate/1' })
  await office.slack.as('dan').click({ channel: 'ops', ts }, 'approve', { value })
  await office.told(
    'dan',
    'Only data-owner can decide this as data-owner, and you do not hold that role. Ask one of them to click.',
  )
  assert.deepEqual((await until(office, () => true)).gate?.decisions, [])
})
