import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { WebClient } from '@slack/web-api'
import { startLocalSlack } from '../../src/local-slack/index.ts'
import { workspaceOptions } from './bolt-bot.ts'

test('messages, direct messages and files are there again after a restart', async () => {
  const dataPath = await mkdtemp(join(tmpdir(), 'local-slack-'))
  try {
    const first = await startLocalSlack({ ...workspaceOptions, dataPath })
    const client = new WebClient(first.botToken, { slackApiUrl: first.apiUrl })
    const metadata = { event_type: 'run', event_payload: { id: '7f3a' } }
    const { ts } = await client.chat.postMessage({ channel: 'C0MOVES', text: 'card', metadata })
    await client.chat.postMessage({ channel: 'U0AMINA', text: 'for you' })
    await client.filesUploadV2({ channel_id: 'C0MOVES', filename: 'a.txt', file: Buffer.from('abc') })
    await first.stop()

    const second = await startLocalSlack({ ...workspaceOptions, dataPath })
    const [card] = second.messages('moves')
    assert.deepEqual([card?.ts, card?.text, card?.metadata], [ts, 'card', metadata])
    assert.deepEqual(
      second.dms('amina').map(({ text }) => text),
      ['for you'],
    )
    assert.equal(second.files()[0]?.bytes.toString(), 'abc')
    const again = new WebClient(second.botToken, { slackApiUrl: second.apiUrl })
    const later = await again.chat.postMessage({ channel: 'C0MOVES', text: 'later' })
    assert.ok((later.ts ?? '') > (second.messages('moves').at(-2)?.ts ?? ''))
    await second.stop()
  } finally {
    await rm(dataPath, { recursive: true })
  }
})
