import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { after, test } from 'node:test'
import type { HostConfig } from '../../src/remote/host-config.ts'
import { createHosts } from '../../src/remote/hosts.ts'
import { secretsOf } from './bed/secrets-of.ts'
import { startSshd } from './bed/sshd.ts'
import { tempFolder } from './bed/temp-folder.ts'
import { until } from './bed/until.ts'

const folder = await tempFolder()
const sshd = await startSshd(folder, 'new-pg')

function open(config: HostConfig) {
  const hosts = createHosts({ 'new-pg': config }, { secrets: secretsOf() })
  after(() => hosts.close())
  return hosts
}

const echo = (stream: Duplex) => void stream.pipe(stream)

async function ask(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.end(text)
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

function refused(port: number): Promise<string> {
  return ask(port, 'x').catch((error: unknown) => String(error instanceof Error && 'code' in error && error.code))
}

const WAYS: readonly [string, HostConfig][] = [
  ['over SSH', sshd.config],
  ['on the own machine', { connect: 'local' }],
]

for (const [way, config] of WAYS) {
  test(`a port ${way} hands its connections to the bot, several at a time, until it is closed`, async () => {
    const listening = await open(config).listen('new-pg', echo)
    const texts = ['one', 'two', 'three'].map((word) => word.repeat(200_000))
    assert.deepEqual(await Promise.all(texts.map((text) => ask(listening.port, text))), texts)
    await listening.close()
    await until('nobody listens', async () => (await refused(listening.port)) === 'ECONNREFUSED')
    assert.equal(listening.gone.aborted, false)
  })

  test(`a port ${way} slows down who sends faster than the bot reads`, async () => {
    const streams: Duplex[] = []
    const listening = await open(config).listen('new-pg', (stream) => void streams.push(stream))
    const socket = connect(listening.port, '127.0.0.1')
    await once(socket, 'connect')
    for (let piece = 0; piece < 64; piece += 1) socket.write(Buffer.alloc(1 << 20))
    socket.end()
    const stream = await until('the connection is there', async () => streams[0])
    await until('bytes wait for the bot', async () => stream.readableLength > 0)
    assert.ok(socket.writableLength > 0)
    let read = 0
    for await (const chunk of stream) read += Buffer.from(chunk).length
    assert.equal(read, 64 << 20)
    await listening.close()
  })
}

test('two ports of one host are told apart', async () => {
  const hosts = open(sshd.config)
  const answer = (word: string) => (stream: Duplex) => {
    stream.resume()
    stream.end(word)
  }
  const [first, second] = await Promise.all([hosts.listen('new-pg', answer('1')), hosts.listen('new-pg', answer('2'))])
  assert.deepEqual(await Promise.all([ask(first.port, ''), ask(second.port, '')]), ['1', '2'])
  await first.close()
  assert.equal(await ask(second.port, ''), '2')
  await second.close()
})

test('a port is gone with the connection that carries it, and a new one can be had', async () => {
  const other = await startSshd(folder, 'breaking')
  const hosts = open(other.config)
  const listening = await hosts.listen('new-pg', echo)
  await other.cut()
  await until('the port is said to be gone', async () => listening.gone.aborted)
  const { reason } = listening.gone
  assert.equal(reason.code, 'ssh-lost')
  assert.equal(
    reason.message,
    'The connection to new-pg broke, and with it the port that the bot had opened there. What came through it has to begin again.',
  )
  await listening.close()
  const again = await hosts.listen('new-pg', echo)
  assert.equal(await ask(again.port, 'back'), 'back')
  await again.close()
})

test('a host that forbids ports says which setting does', async () => {
  const strict = await startSshd(folder, 'strict', ['AllowTcpForwarding local'])
  await assert.rejects(open(strict.config).listen('new-pg', echo), {
    code: 'port-forbidden',
    message:
      "new-pg did not let the bot open a port on its 127.0.0.1. Nothing was changed. Set AllowTcpForwarding yes (and no PermitListen or DisableForwarding that forbids it) in its sshd_config for the bot's login, then retry.",
  })
})
