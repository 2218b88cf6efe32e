import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SocketModeReceiver } from '@slack/bolt'
import { readOnlyWhole } from '../../src/slack/whole-envelopes.ts'

function listening() {
  const heard: string[] = []
  const dropped: string[] = []
  const log = { info: () => undefined, warn: (text: string) => void dropped.push(text), error: () => undefined }
  const { client } = new SocketModeReceiver({ appToken: 'xapp-nothing' })
  readOnlyWhole(client, log)
  client.removeAllListeners('slack_event')
  client.on('slack_event', ({ type }: { type: string }) => void heard.push(type))
  return { heard, dropped, say: (text: string) => client.emit('ws_message', text, false) }
}

test('a whole envelope is passed on', () => {
  const { heard, dropped, say } = listening()
  say('{"type":"events_api","envelope_id":"e1","payload":{"event":{"type":"app_mention"}}}')
  say('{"type":"slash_commands","envelope_id":"e2","payload":{}}')
  assert.deepEqual([heard, dropped], [['events_api', 'slash_commands'], []])
})

const UNREADABLE = [
  'not JSON',
  'null',
  '{}',
  '{"type":"events_api"}',
  '{"type":"events_api","payload":{"event":null}}',
  '{"type":"events_api","payload":{"event":{"type":7}}}',
  '{"type":"close"}',
  '{"type":"ws_message"}',
]

for (const text of UNREADABLE) {
  test(`${text} is dropped with a line in the log, and nothing rejects`, async () => {
    const { heard, dropped, say } = listening()
    say(text)
    assert.deepEqual([heard, dropped], [[], ['Slack sent an envelope that cannot be read; it was dropped.']])
  })
}
