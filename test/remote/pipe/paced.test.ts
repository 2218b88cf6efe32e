import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createPace } from '../../../src/model/pace.ts'
import { createHosts } from '../../../src/remote/hosts.ts'
import { secretsOf } from '../bed/secrets-of.ts'
import { startSshd } from '../bed/sshd.ts'
import { tempFolder } from '../bed/temp-folder.ts'

const folder = await tempFolder()
const sshd = await startSshd(folder, 'old')
const hosts = createHosts(
  { old: sshd.config, bot: { connect: 'local', jobs: join(folder, 'jobs'), direct: { old: 'sh -c' } } },
  { secrets: secretsOf() },
)
after(() => hosts.close())

const never = new AbortController().signal
const quiet = () => {}

/** Sends so many bytes from one host to the other; gives what came and how long it took. */
async function send(bytes: number, source: string, target: string, pace = createPace(1_000_000), signal = never) {
  const startedMs = performance.now()
  const result = await hosts.pipe(
    { host: source, command: `head -c ${bytes} /dev/zero` },
    { host: target, command: 'wc -c' },
    { direct: false, signal, onBytes: quiet, pace },
  )
  return { bytes: result.bytes, said: result.target.stdout.trim(), tookMs: performance.now() - startedMs }
}

for (const [source, target] of [
  ['old', 'bot'],
  ['bot', 'old'],
] as const)
  test(`from ${source} to ${target} at a limited rate, everything arrives, and not faster`, async () => {
    const { bytes, said, tookMs } = await send(2_000_000, source, target)
    assert.deepEqual([bytes, said], [2_000_000, '2000000'])
    assert.ok(tookMs > 1600, `it took ${tookMs} ms`)
  })

test('streams that share a pace are not faster together', async () => {
  const pace = createPace(1_000_000)
  const startedMs = performance.now()
  const sent = await Promise.all(Array.from({ length: 4 }, () => send(500_000, 'old', 'bot', pace)))
  assert.deepEqual(
    sent.map(({ said }) => said),
    Array.from({ length: 4 }, () => '500000'),
  )
  const tookMs = performance.now() - startedMs
  assert.ok(tookMs > 1600, `it took ${tookMs} ms`)
})

test('somebody who gives up a slow stream does not wait for its pace', async () => {
  const giver = new AbortController()
  const sent = assert.rejects(send(1_000_000_000, 'old', 'bot', createPace(1000), giver.signal), { message: 'enough' })
  setTimeout(() => giver.abort(new Error('enough')), 300)
  await sent
})

test('a direct stream is never limited silently', async () => {
  const options = { direct: true, signal: never, onBytes: quiet, pace: createPace(1000) }
  await assert.rejects(hosts.pipe({ host: 'bot', command: 'true' }, { host: 'old', command: 'cat' }, options), {
    name: 'UserError',
    code: 'direct-not-paced',
    message:
      'A direct stream from bot to old goes past Drover, so Drover cannot hold it to a rate. Nothing was sent. Send it through Drover (relay=relay), or take the limit away.',
  })
})
