import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { createHosts } from '../../src/remote/hosts.ts'
import { createCouches } from '../../src/sources/couchdb.ts'
import { createDatabases } from '../../src/sources/postgres.ts'
import { startSshd } from '../remote/bed/sshd.ts'
import { tempFolder } from '../remote/bed/temp-folder.ts'
import { startPostgres } from './bed/postgres.ts'
import { closedPort, closing } from './bed/tunnel.ts'

const sshd = await startSshd(await tempFolder(), 'host')
const cluster = await startPostgres()
await cluster.psql("ALTER ROLE admin PASSWORD 'right'")
const secrets = { reveal: async (name: string) => name, names: () => [] }
const hosts = closing(createHosts({ 'old-pg': sshd.config }, { secrets }))
const databases = closing(createDatabases({ connect: hosts.connect, secrets }))
const ref = { host: 'old-pg', port: cluster.port, database: 'postgres', user: 'admin', password: 'right' }

test('Postgres is asked through the SSH connection of its host', async () => {
  const rows = await databases.query(ref, 'SELECT count(*) AS rows FROM generate_series(1, 100000)')
  assert.deepEqual(rows, [{ rows: 100_000 }])
  assert.equal((await databases.query(ref, "SELECT repeat('x', 1000) FROM generate_series(1, 10000)")).length, 10_000)
})

test('after the SSH connection broke, the next query goes over a new one', async () => {
  await sshd.cut()
  assert.deepEqual(await databases.query(ref, 'SELECT 1 AS one'), [{ one: 1 }])
})

test('a closed port behind the SSH connection is told from a broken connection', async () => {
  await assert.rejects(databases.query({ ...ref, port: await closedPort() }, 'SELECT 1'), { code: 'postgres-refused' })
})

test('CouchDB is asked through the SSH connection of its host', async () => {
  const stub = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ db_name: 'medic', doc_count: 3, update_seq: '5-x' }))
  }).listen(0, '127.0.0.1')
  await once(stub, 'listening')
  after(() => stub.close())
  const address = stub.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const couch = { host: 'old-pg', url: `http://127.0.0.1:${port}`, user: 'admin', password: 'right' }
  const couches = createCouches({ connect: hosts.connect, secrets })
  assert.deepEqual(await couches.info(couch, 'medic'), { docCount: 3, updateSeq: '5-x' })
})
