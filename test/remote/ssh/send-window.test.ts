import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSshConnector } from '../../../src/remote/ssh/ssh-connector.ts'
import { secretsOf } from '../bed/secrets-of.ts'
import { startSshd } from '../bed/sshd.ts'
import { tempFolder } from '../bed/temp-folder.ts'

const MB = 1024 * 1024
const PIECE = 64 * 1024
const sshd = await startSshd(await tempFolder(), 'old-pg')
const way = { host: 'old-pg', config: sshd.config, secrets: secretsOf(), keepaliveMs: 10_000, carrier: undefined }
const connector = createSshConnector(way, () => undefined)
after(() => connector.close())

/** A host is near once it has answered fast, for which a busy computer may need several tries. */
for (let tookMs = Number.POSITIVE_INFINITY; tookMs > 50; ) {
  const askedMs = performance.now()
  const { stdin, stdout, ended } = await connector.run('true')
  tookMs = performance.now() - askedMs
  stdin.end()
  stdout.resume()
  await ended
}

test('a near sshd holds half a megabyte for a command that does not read, and everything arrives once it does', async () => {
  const go = join(sshd.folder, 'go')
  const { stdin, stdout, ended } = await connector.run(`until [ -f '${go}' ]; do sleep 0.1; done; wc -c`)
  const said = text(stdout)
  for (let sent = 0; sent < 8 * MB; sent += PIECE) stdin.write(Buffer.alloc(PIECE))
  stdin.end()
  // Long enough for all that sshd takes; what came too late would only leave more here.
  await sleep(1000)
  assert.ok(stdin.writableLength > 7 * MB, `${stdin.writableLength} bytes wait here`)
  await writeFile(go, '')
  assert.equal(await ended, 0)
  assert.equal(Number(await said), 8 * MB)
})

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let read = ''
  for await (const piece of stream) read += piece
  return read
}
