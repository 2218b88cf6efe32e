import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import type { DatabaseRef } from '../../src/model/ports.ts'
import { UserError } from '../../src/model/user-error.ts'
import { createDatabases } from '../../src/sources/postgres.ts'
import { startPostgres } from './bed/postgres.ts'
import { closedPort, closing, createTunnel } from './bed/tunnel.ts'

const cluster = await startPostgres()
await cluster.psql(`
  CREATE ROLE couch2pg LOGIN PASSWORD 'right';
  CREATE TABLE patient (name text PRIMARY KEY, born text);
  INSERT INTO patient VALUES ('Jane Doe', 'unknown');
  GRANT ALL ON patient TO couch2pg;
  CREATE FUNCTION shout() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'Jane Doe is here'; END $$`)

const tunnel = createTunnel()
const secrets = {
  reveal: async (name: string) => {
    if (name === 'missing') throw new UserError('secret-missing', 'The secret missing is not there.')
    return name
  },
  names: () => ['right', 'wrong'],
}
const databases = closing(createDatabases({ connect: tunnel.connect, secrets }))
const ref: DatabaseRef = {
  host: 'old-pg',
  port: cluster.port,
  database: 'postgres',
  user: 'couch2pg',
  password: 'right',
}

test('rows come with counts as numbers, and as text where a number would not hold them', async () => {
  const sql = "SELECT count(*) AS rows, 9007199254740993::bigint AS big, 'x' AS text, NULL AS nothing FROM patient"
  assert.deepEqual(await databases.query(ref, sql), [{ rows: 1, big: '9007199254740993', text: 'x', nothing: null }])
})

test('a connection is used again by the next query', async () => {
  await databases.query(ref, 'SELECT 1')
  const opened = tunnel.opened()
  await databases.query(ref, 'SELECT 1')
  assert.equal(tunnel.opened(), opened)
})

test('a connection that broke while nobody used it is replaced', async () => {
  await databases.query(ref, 'SELECT 1')
  tunnel.cut()
  assert.deepEqual(await databases.query(ref, 'SELECT 1 AS one'), [{ one: 1 }])
})

test('writes are refused, also behind a second statement', async () => {
  await assert.rejects(databases.query(ref, "INSERT INTO patient VALUES ('x')"), {
    code: 'postgres-error',
    message:
      'old-pg refused a query on database postgres: cannot execute INSERT in a read-only transaction. Nothing was changed. See whether the database has what the check asks for.',
  })
  await assert.rejects(databases.query(ref, "COMMIT; INSERT INTO patient VALUES ('x')"), { code: 'postgres-error' })
  assert.deepEqual(await databases.query(ref, 'SELECT count(*) FROM patient'), [{ count: 1 }])
})

test('a wrong password is refused by role, database and port', async () => {
  await assert.rejects(databases.query({ ...ref, password: 'wrong' }, 'SELECT 1'), {
    code: 'postgres-auth',
    message: `old-pg refused the password of role couch2pg for database postgres on port ${cluster.port}. Nothing was read. Correct the secret wrong, or the role and pg_hba.conf on old-pg.`,
  })
})

test('a server that wants a password where none is configured says so', async () => {
  const { password: _, ...without } = ref
  await assert.rejects(databases.query(without, 'SELECT 1'), {
    code: 'postgres-auth',
    message:
      'old-pg wants a password for role couch2pg on database postgres, and none is configured. Nothing was read. Name the secret that holds it.',
  })
})

test('a secret that is missing is named by the one who keeps it', async () => {
  await assert.rejects(databases.query({ ...ref, password: 'missing' }, 'SELECT 1'), { code: 'secret-missing' })
})

test('a database that is not there is named', async () => {
  await assert.rejects(databases.query({ ...ref, database: 'cht' }, 'SELECT 1'), {
    code: 'postgres-database-missing',
    message: `old-pg has no database cht on port ${cluster.port}. Nothing was read. Correct the name, or create the database.`,
  })
})

test('a port where nobody listens is named with what should be there', async () => {
  const port = await closedPort()
  await assert.rejects(databases.query({ ...ref, port }, 'SELECT 1'), {
    code: 'postgres-refused',
    message: `Nothing on old-pg accepted a connection on port ${port}, where Postgres with database postgres should be. Nothing was read. Start Postgres there, or correct the port.`,
  })
})

test('a query that takes too long is cancelled', async () => {
  await assert.rejects(databases.query(ref, 'SELECT pg_sleep(600)', { timeoutMs: 200 }), {
    code: 'timeout',
    message:
      'old-pg did not answer a query on database postgres within 0.2 s, and the query was cancelled. Nothing is known from it. See what keeps the database busy, then ask again.',
  })
})

test('a connection that breaks in the middle of a query is said to be lost', async () => {
  const lost = assert.rejects(databases.query(ref, 'SELECT pg_sleep(600)'), { code: 'postgres-lost' })
  for (;;) {
    const sql =
      "SELECT count(*) AS asleep FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)' AND state = 'active'"
    const [row] = await databases.query(ref, sql)
    if (row?.['asleep'] === 1) break
  }
  tunnel.cut()
  await lost
})

test('a server that has no connection left is said to be busy, which may pass', async () => {
  await cluster.psql(`CREATE ROLE crowd LOGIN PASSWORD 'right' CONNECTION LIMIT 0`)
  await assert.rejects(databases.query({ ...ref, user: 'crowd' }, 'SELECT 1'), {
    code: 'postgres-busy',
    message:
      'old-pg lets nobody in to database postgres just now: too many connections for role "crowd". Nothing was read. End some of its connections, or wait until it has started; then ask again.',
  })
})

test('a query that a stopping server ended is said to be lost, which may pass', async () => {
  const lost = assert.rejects(databases.query(ref, 'SELECT pg_sleep(601)'), { code: 'postgres-lost' })
  await cluster.psql(`DO $$ BEGIN LOOP
    EXIT WHEN (SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(601)' AND state = 'active') = 1;
    PERFORM pg_sleep(0.02), pg_stat_clear_snapshot();
  END LOOP; END $$`)
  await lost
})

test('no error shows what stands in a row', async () => {
  const questions = [
    'SELECT born::int FROM patient',
    'SELECT born::date FROM patient',
    'SELECT shout()',
    'SELECT ARRAY[name]::int[] FROM patient',
    'SELECT (\'{"a": \' || name)::json FROM patient',
  ]
  for (const sql of questions) {
    const error: unknown = await databases.query(ref, sql).catch((reason: unknown) => reason)
    assert.ok(error instanceof UserError)
    assert.doesNotMatch(`${error.message} ${String(error.cause)} ${JSON.stringify(error)}`, /Jane|unknown/)
  }
  await assert.rejects(databases.query(ref, 'SELECT born::int FROM patient'), {
    message:
      'old-pg refused a query on database postgres: invalid input syntax for type integer [value left out]. Nothing was changed. See whether the database has what the check asks for.',
  })
})

test('values come as the same text whatever the database and the role have set', async () => {
  await cluster.psql(`
    ALTER ROLE couch2pg SET timezone = 'Asia/Kathmandu';
    ALTER ROLE couch2pg SET datestyle = 'German';
    ALTER ROLE couch2pg SET intervalstyle = 'iso_8601';
    ALTER ROLE couch2pg SET extra_float_digits = -10;
    ALTER ROLE couch2pg SET bytea_output = 'escape'`)
  await databases.close()
  const sql = `SELECT timestamptz '2026-11-02 09:00+00'::text AS at, interval '1 day 02:00'::text AS span, 0.1::float8::text AS number, '\\x00ff'::bytea::text AS bytes`
  assert.deepEqual(await databases.query(ref, sql), [
    { at: '2026-11-02 09:00:00+00', span: '1 day 02:00:00', number: '0.1', bytes: '\\x00ff' },
  ])
})

test('names are said with their schema where a question asks for a search path', async () => {
  const sql = `SELECT 'public.patient'::regclass::text AS name`
  assert.deepEqual(await databases.query(ref, sql), [{ name: 'patient' }])
  assert.deepEqual(await databases.query(ref, sql, { searchPath: 'pg_catalog' }), [{ name: 'public.patient' }])
  assert.deepEqual(await databases.query(ref, sql), [{ name: 'patient' }])
})

test('rows that a policy hides from the role are an error and not fewer rows', async () => {
  await cluster.psql(`
    CREATE TABLE hidden (id int); INSERT INTO hidden VALUES (1), (2); GRANT SELECT ON hidden TO couch2pg;
    ALTER TABLE hidden ENABLE ROW LEVEL SECURITY; CREATE POLICY one ON hidden USING (id = 1)`)
  await assert.rejects(databases.query(ref, 'SELECT count(*) FROM hidden'), {
    code: 'postgres-error',
    message:
      'old-pg refused a query on database postgres: query would be affected by row-level security policy for table "hidden". Nothing was changed. See whether the database has what the check asks for.',
  })
})

test('sixteen questions are asked at the same time', async () => {
  const holder = new pg.Client({
    ...{ host: '127.0.0.1', port: cluster.port, database: 'postgres' },
    ...{ user: 'couch2pg', password: 'right' },
  })
  await holder.connect()
  await holder.query('SELECT pg_advisory_lock(7)')
  const waiting = Promise.all(
    Array.from({ length: 16 }, () => databases.query(ref, 'SELECT pg_advisory_xact_lock_shared(7)')),
  )
  const sql = `SELECT count(*) AS waiting FROM pg_locks WHERE locktype = 'advisory' AND objid = 7 AND NOT granted`
  for (;;) {
    const [row] = await databases.query(ref, sql)
    if (row?.['waiting'] === 16) break
  }
  await holder.end()
  await waiting
})
