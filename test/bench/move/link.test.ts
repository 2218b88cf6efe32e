import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { after, test } from 'node:test'
import { startLink } from '../../../bench/move/link.ts'

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.pipe(socket)
})
after(() => server.close())

test('The shaped link carries every byte both ways, ends what has ended, and counts what passed the first port.', async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server.address())
  const link = await startLink('100mbit', [port, port], '/tmp')
  try {
    const sent = Buffer.alloc(300_000, 'drover')
    assert.ok((await echoOf(link.ports[0], sent)).equals(sent))
    assert.equal(await link.bytes(), 600_000)
    assert.ok((await echoOf(link.ports[1], sent)).equals(sent))
    assert.equal(await link.bytes(), 600_000)
  } finally {
    await link.stop()
  }
})

test('A local link is no link: the ports are the hosts’ own, and nobody counts.', async () => {
  const link = await startLink('local', [1, 2], '/tmp')
  assert.deepEqual(link.ports, [1, 2])
  assert.equal(await link.bytes(), undefined)
  await link.stop()
})

/** Sends, says that this was all, and gives what came back until the other side had said so too. */
async function echoOf(port: number, sent: Buffer): Promise<Buffer> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.end(sent)
  const pieces: Buffer[] = []
  for await (const piece of socket) if (Buffer.isBuffer(piece)) pieces.push(piece)
  return Buffer.concat(pieces)
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address === 'object' && address !== null) return address.port
  throw new Error('the server does not listen')
}
