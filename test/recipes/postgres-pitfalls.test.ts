import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { explain } from '../../src/engine/explain.ts'
import { postgresPitfalls } from '../../src/recipes/postgres-pitfalls.ts'

/** What Postgres' own programs printed, version 15 unless the name says otherwise. */
function recorded(name: string): string {
  return readFileSync(new URL(`./recordings/${name}.txt`, import.meta.url), 'utf8')
}

function known(log: string): { cause: string | undefined; fix: string | undefined } {
  const { cause, fix } = explain('It broke.', log, postgresPitfalls, (text) => text)
  return { cause, fix }
}

const EMPTY_TARGET = {
  cause: 'The target was not empty.',
  fix: 'Something else wrote to it. Roll back, see who did, and start again.',
}
const FULL = {
  cause: 'The disk is full.',
  fix: 'Free space first: a Postgres whose disk is full may not even restart. Then retry.',
}
const CUT = {
  cause: 'The stream was cut.',
  fix: 'Nothing of that piece was kept. Retry: only what is missing is sent.',
}
const GONE = {
  cause: 'A Postgres server went away in the middle.',
  fix: 'Look at its log. When it is back, retry: only what is missing is sent.',
}
const UNFILLED = {
  cause: 'A materialized view was never filled.',
  fix: 'On the target: set search_path = public; refresh materialized view … (not concurrently), then retry.',
}
const NO_SNAPSHOT = {
  cause: 'The snapshot is gone: the source server restarted, or the session that held it ended.',
  fix: 'The data under the old snapshot cannot be continued. Roll back, which drops the new database, and start again.',
}
const REPORTER = {
  cause: 'The target has no role reporter, which owns or may read something.',
  fix: 'Create role reporter on the target (it loses dashboard access, not data, if it stays away), then retry.',
}
const DOUBLED = {
  cause: 'Rows are there twice: a restore ran twice, or couch2pg wrote meanwhile.',
  fix: 'Do not mend it in place. Roll back, which drops the new database, and start again.',
}

const RECORDED = {
  'archive-too-new': {
    cause: 'pg_restore is older than the pg_dump that wrote the archive (format 1.99).',
    fix: 'Install a newer postgresql-client on the target host, then retry.',
  },
  'dump-database-missing': {
    cause: 'There is no database nosuch on that server.',
    fix: 'Check the database param; on the target, let Drover create it.',
  },
  'dump-disk-full': FULL,
  'dump-no-password': {
    cause: 'The server wants a password and none was configured.',
    fix: 'Give sourcePassword or targetPassword the name of a secret in drover.yml, then start again.',
  },
  'dump-permission-denied': {
    cause: 'The login that reads the source may not read secret_t.',
    fix: 'Use a login that may, such as sourceUser=postgres, or grant it; then retry.',
  },
  'dump-role-missing': {
    cause: 'There is no login nosuch on that server.',
    fix: 'Create it, or name another login with sourceUser or targetUser.',
  },
  'dump-server-down': {
    cause: 'Postgres does not answer on that port.',
    fix: 'Start it, or correct sourcePort or targetPort.',
  },
  'dump-server-gone': GONE,
  'dump-version-mismatch': {
    cause: 'pg_dump is older than the server it reads from.',
    fix: 'Install the client package of the server’s major version on the source host, then retry.',
  },
  'dump-wrong-password': {
    cause: 'The server refused the password of app.',
    fix: 'Correct the secret in drover.yml, restart Drover, then retry.',
  },
  'gzip-cut': CUT,
  'matview-unpopulated': UNFILLED,
  'psql-too-many-clients': {
    cause: 'Every connection that the server allows is in use.',
    fix: 'End some there (select * from pg_stat_activity shows whose they are), or raise the limit; then retry.',
  },
  'restore-disk-full': FULL,
  'restore-foreign-owner': {
    cause: 'The login on the target may not give things to postgres.',
    fix: 'Use targetUser=postgres, or make the login a member of postgres; then retry.',
  },
  'restore-half-dump': CUT,
  'restore-role-missing': REPORTER,
  'restore-server-gone': GONE,
  'restore-twice': EMPTY_TARGET,
  'snapshot-gone': NO_SNAPSHOT,
}

for (const [name, expected] of Object.entries(RECORDED)) {
  test(`recorded ${name}: ${expected.cause}`, () => {
    assert.deepEqual(known(recorded(name)), expected)
  })
}

const UNRECORDED = [
  {
    log: 'ERROR:  database "cht" is being accessed by other users\nDETAIL:  There is 1 other session using the database.',
    cause: 'Somebody still uses cht, or holds a prepared transaction there. It was neither dropped nor renamed.',
  },
  {
    log: 'ERROR:  must be owner of database cht',
    cause: 'Only a superuser may set a database aside, or its owner with CREATEDB.',
  },
  {
    log: 'ERROR:  permission denied to rename database',
    cause: 'Only a superuser may set a database aside, or its owner with CREATEDB.',
  },
  {
    log: 'ERROR:  must be a superuser to terminate superuser process',
    cause: 'The login may not end the sessions of others.',
  },
  {
    log: 'ERROR:  permission denied to terminate process\nDETAIL:  Only roles with privileges of the role whose process is being terminated or with privileges of the "pg_signal_backend" role may terminate this process.',
    cause: 'The login may not end the sessions of others.',
  },
  {
    log: 'psql:schema.sql:5: error: invalid command \\restrict',
    cause: 'psql on the target is older than the pg_dump of the source and does not know \\restrict.',
  },
  {
    log: 'ERROR:  must be able to SET ROLE "postgres"',
    cause: 'The login on the target may not give things to postgres.',
  },
  { log: 'error: must be owner of table couch2pg_migrations', cause: 'Somebody else owns couch2pg_migrations.' },
  {
    log: 'ERROR:  extension "postgis" is not available',
    cause: 'The target server has no extension postgis.',
  },
  {
    log: 'ERROR:  could not open extension control file "/usr/share/postgresql/15/extension/pg_trgm.control": No such file or directory',
    cause: 'The target server has no extension pg_trgm.',
  },
  {
    log: 'ERROR:  permission denied to create extension "dblink"',
    cause: 'Only a superuser may create extension dblink.',
  },
  {
    log: 'pg_restore: error: could not execute query: ERROR:  relation "couchdb" does not exist\nCONTEXT:  SQL function "get_dashboard_data" during inlining\nCommand was: REFRESH MATERIALIZED VIEW public.dashboard;',
    cause:
      'A materialized view uses a function that names couchdb without its schema, and the restore runs with an empty search_path.',
  },
  { log: 'error: could not create unique index "idx_useview_feedback_uuid"', cause: DOUBLED.cause },
  {
    log: 'ERROR:  new data for materialized view "useview_feedback" contains duplicate rows without any null columns',
    cause: DOUBLED.cause,
  },
  {
    log: 'COPY failed for table "couchdb": ERROR:  duplicate key value violates unique constraint "couchdb_doc_uuid"',
    cause: EMPTY_TARGET.cause,
  },
  { log: 'pre-data arrived cut short', cause: CUT.cause },
  { log: 'ERROR:  the chunk arrived with the wrong number of rows', cause: CUT.cause },
  {
    log: 'ERROR:  invalid memory alloc request size 1200000003',
    cause:
      'A single row is longer than a gigabyte once it is written as text, which is more than Postgres can send of one row. Binary values (bytea) double on the way.',
  },
  {
    log: 'ERROR:  out of memory\nDETAIL:  Cannot enlarge string buffer containing 600000001 bytes by 600000000 more bytes.',
    cause:
      'A single row is longer than a gigabyte once it is written as text, which is more than Postgres can send of one row. Binary values (bytea) double on the way.',
  },
  {
    log: 'ERROR:  invalid locale name: "de_DE.UTF-8"',
    cause:
      'The system of the target has no locale de_DE.UTF-8, by which the source’s database sorts. Nothing was created.',
  },
  {
    log: 'ERROR:  invalid LC_COLLATE locale name: "de_DE.UTF-8"',
    cause:
      'The system of the target has no locale de_DE.UTF-8, by which the source’s database sorts. Nothing was created.',
  },
  {
    log: 'ERROR:  character with byte sequence 0xe6 0xbc 0xa2 in encoding "UTF8" has no equivalent in encoding "LATIN1"',
    cause:
      'The database on the target was made beforehand in LATIN1, and a text of the source cannot be written in it.',
  },
  {
    log: 'ERROR:  canceling statement due to lock timeout',
    cause: 'Somebody is altering, rewriting or truncating a table of the source and holds it locked.',
  },
  {
    log: 'ERROR:  new row for relation "t" violates check constraint "t_check"',
    cause:
      'A row of the source does not pass the check t_check on the target: the check asks a function that looks at other tables or at the time.',
  },
  {
    log: 'ERROR:  out of shared memory\nHINT:  You might need to increase max_locks_per_transaction.',
    cause: 'The database has more tables than its server can lock at once.',
  },
  {
    log: 'The snapshot of database cht on old-pg is gone: the server restarted, or the session that held it ended.',
    cause: NO_SNAPSHOT.cause,
  },
  { log: 'FATAL:  terminating connection due to administrator command', cause: GONE.cause },
]

for (const { log, cause } of UNRECORDED) {
  test(`known without a recording: ${log.split('\n')[0]}`, () => {
    assert.equal(known(log).cause, cause)
  })
}

test('every known cause has a test', () => {
  const logs = [...Object.keys(RECORDED).map(recorded), ...UNRECORDED.map(({ log }) => log)]
  const causes = new Set(logs.flatMap((log) => postgresPitfalls.filter(({ pattern }) => pattern.test(log))))
  assert.deepEqual(
    postgresPitfalls.filter((pitfall) => !causes.has(pitfall)).map(({ cause }) => cause),
    [],
  )
})

test('the error that came first explains the ones after it', () => {
  const log = `${recorded('restore-disk-full')}${recorded('restore-role-missing')}`
  assert.equal(known(log).cause, FULL.cause)
})

test('causes and fixes are sentences without anything left to fill in', () => {
  for (const name of Object.keys(RECORDED)) {
    const { cause = '', fix = '' } = known(recorded(name))
    for (const text of [cause, fix]) assert.match(text, /^[A-Zp][^$]*\.$/)
  }
})

test('an unknown error gets no cause', () => {
  assert.deepEqual(known(recorded('restore-half-tar')), { cause: undefined, fix: undefined })
})
