import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import pg from 'pg'
import type { DatabaseRef } from '../../src/model/ports.ts'
import { createDatabases } from '../../src/sources/postgres.ts'
import { startPostgres } from './bed/postgres.ts'
import { closing, createTunnel } from './bed/tunnel.ts'

const cluster = await startPostgres()
await cluster.psql(`
  CREATE ROLE couch2pg LOGIN PASSWORD 'right';
  CREATE TABLE doc (id int);
  INSERT INTO doc VALUES (1), (2);
  GRANT ALL ON doc TO couch2pg`)

const ref: DatabaseRef = {
  host: 'old-pg',
  port: cluster.port,
  database: 'postgres',
  user: 'couch2pg',
  password: 'right',
}
const secrets = { reveal: async () => 'right', names: () => ['right'] }
const databases = closing(createDatabases({ connect: createTunnel().connect, secrets }))
const holder = new pg.Client({
  host: '127.0.0.1',
  port: cluster.port,
  user: 'couch2pg',
  password: 'right',
  database: 'postgres',
})
let snapshot = ''

before(async () => {
  await holder.connect()
  await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const { rows } = await holder.query<{ id: string }>('SELECT pg_export_snapshot() AS id')
  snapshot = rows[0]?.id ?? ''
  await cluster.psql('INSERT INTO doc VALUES (3)')
})

const COUNT = 'SELECT count(*) AS rows FROM doc'

test('a count under a held snapshot does not see what was written since', async () => {
  assert.deepEqual(await databases.query(ref, COUNT, { snapshot }), [{ rows: 2 }])
  assert.deepEqual(await databases.query(ref, COUNT), [{ rows: 3 }])
})

test('a snapshot that nobody holds any more is said to be lost, with what to do', async () => {
  await holder.end()
  await assert.rejects(databases.query(ref, COUNT, { snapshot }), {
    code: 'snapshot-lost',
    message: `The snapshot ${snapshot} of database postgres on old-pg is gone: the server restarted, or the session that held it ended. What was copied under it cannot be continued. Roll back, which drops the new database, and start again.`,
  })
})

test('a snapshot id that is none is never sent', async () => {
  await assert.rejects(databases.query(ref, COUNT, { snapshot: "x'; drop table doc" }), { code: 'snapshot-lost' })
})
