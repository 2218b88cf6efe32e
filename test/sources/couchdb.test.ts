import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { createCouches } from '../../src/sources/couchdb.ts'
import { closedPort, createTunnel } from './bed/tunnel.ts'

const answers: Record<string, unknown> = {
  '/medic': { db_name: 'medic', doc_count: 12, update_seq: '20-g1AAAA' },
  '/old%2Fstyle': { db_name: 'old/style', doc_count: 1, update_seq: 7 },
  '/medic/_changes?since=18-g1AAAA&limit=1': { results: [{ id: 'a' }], pending: 1, last_seq: '19-g1AAAA' },
  '/medic/_changes?since=20-g1AAAA&limit=1': { results: [], pending: 0, last_seq: '20-g1AAAA' },
}

const known = `Basic ${Buffer.from('admin:p@ss:word').toString('base64')}`

/** Answers what CouchDB 3 answers to these questions, to the one login it knows. */
const stub = createServer(({ url = '', headers, socket }, response) => {
  const answer = answers[url]
  if (url === '/broken') socket.destroy()
  if (headers.authorization !== known) response.statusCode = 401
  else if (answer === undefined) response.statusCode = url === '/ill' ? 500 : 404
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(answer ?? { error: 'not_found', reason: 'Jane Doe is not here' }))
}).listen(0, '127.0.0.1')
await once(stub, 'listening')
after(() => stub.close())
const address = stub.address()
const port = typeof address === 'object' && address !== null ? address.port : 0

const secrets = { reveal: async (name: string) => name, names: () => [] }
const couches = createCouches({ connect: createTunnel().connect, secrets })
const couch = { host: 'old-cht', url: `http://127.0.0.1:${port}`, user: 'admin', password: 'p@ss:word' }

test('a database tells its documents and its sequence, as text whatever CouchDB calls it', async () => {
  assert.deepEqual(await couches.info(couch, 'medic'), { docCount: 12, updateSeq: '20-g1AAAA' })
  assert.deepEqual(await couches.info(couch, 'old/style'), { docCount: 1, updateSeq: '7' })
})

test('a database that is not there is no answer and no error', async () => {
  assert.equal(await couches.info(couch, 'gone'), undefined)
})

test('the changes since a sequence are counted with the one row CouchDB insists on sending', async () => {
  assert.equal(await couches.pending(couch, 'medic', '18-g1AAAA'), 2)
  assert.equal(await couches.pending(couch, 'medic', '20-g1AAAA'), 0)
})

test('changes of a database that is not there are refused', async () => {
  await assert.rejects(couches.pending(couch, 'gone', '0'), {
    code: 'couchdb-missing',
    message: `CouchDB at http://127.0.0.1:${port} on old-cht has no database gone. Nothing was read. Correct the name, or wait until it is there.`,
  })
})

test('a wrong password is refused by user and secret', async () => {
  await assert.rejects(couches.info({ ...couch, password: 'couch-admin' }, 'medic'), {
    code: 'couchdb-auth',
    message: `CouchDB at http://127.0.0.1:${port} on old-cht refused the password of user admin. Nothing was read. Correct the secret couch-admin, or the user there.`,
  })
})

test('a port where nobody listens is named', async () => {
  const closed = await closedPort()
  await assert.rejects(couches.info({ ...couch, url: `http://user:hidden@127.0.0.1:${closed}` }, 'medic'), {
    code: 'couchdb-refused',
    message: `Nothing accepted a connection at http://127.0.0.1:${closed} on old-cht, where CouchDB should be. Nothing was read. Start CouchDB there, or correct its url.`,
  })
})

test('an answer that breaks off is not known', async () => {
  await assert.rejects(couches.info(couch, 'broken'), { code: 'couchdb-lost' })
})

test('a server error shows its status and nothing it says', async () => {
  await assert.rejects(couches.info(couch, 'ill'), {
    code: 'couchdb-error',
    message: `CouchDB at http://127.0.0.1:${port} on old-cht answered with status 500. Nothing is known from it. Look into its log, then ask again.`,
  })
})
