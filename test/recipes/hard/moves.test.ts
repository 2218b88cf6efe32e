import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { compareDatabases } from '../../../src/demo/compare-databases.ts'
import { until } from '../../../src/demo/until.ts'
import { OLD, startHardBed } from './bed.ts'
import { differences } from './differences.ts'
import { newPlay, playStep, playSteps } from './play.ts'

const bed = await startHardBed({ connect: 'local' })
const { tools, source, target } = bed
after(() => bed.stop())

/** What makes a table of one's own one of an extension's, with rows that count as the extension's. */
const ADOPT = `create extension citext schema public; alter extension citext add table public.catalog; alter extension citext add sequence public.counter;
  set allow_system_table_mods = on; update pg_extension set extconfig = array['public.catalog'::regclass::oid, 'public.counter'::regclass::oid], extcondition = array[E'where id >\\n 2', ''] where extname = 'citext'`

test('rows that people added to the table of an extension arrive, the extension’s own come from the extension', async () => {
  const own = `create table public.catalog (id int, "what's" text, more int generated always as (id + 1) stored); create sequence public.counter; insert into public.catalog values (1, 'built in'), (2, 'built in'); ${ADOPT}`
  await bed.fill(
    'adopted',
    `${own}; insert into public.catalog values (3, 'mine'), (4, 'mine'); select setval('public.counter', 9)`,
  )
  const play = newPlay(bed, 'adopted')
  await playSteps(play, tools, 'inventory', 'create-database')
  await target.cluster.psql('adopted', own)
  await playSteps(play, tools, 'hold-snapshot')
  assert.deepEqual(await differences(bed, 'adopted'), [])
  assert.equal(await target.cluster.psql('adopted', 'select count(*), max(more) from catalog'), '4|5')
})

const LETTERS = `create table "é" (id serial primary key, "ß" text default 'ö', check ("ß" <> 'ü')); insert into "é" ("ß") select 'ÿ' || chr(161 + i % 90) from generate_series(1, 500) i; create index on "é" (("ß" || 'ä')); comment on table "é" is 'Ñ'; create materialized view "û" as select count(*) as "à" from "é"`

test('a database in LATIN1 arrives in LATIN1, its names and indexes too', async () => {
  await bed.fill('latin', `set client_encoding = 'UTF8'; ${LETTERS}`, `encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'`)
  const play = newPlay(bed, 'latin', { compression: 'none' })
  await playSteps(play, tools)
  assert.deepEqual(await differences(bed, 'latin'), [])
  assert.equal(await target.cluster.psql('latin', 'show server_encoding'), 'LATIN1')
})

test('a database without an encoding arrives byte by byte, bytes that are no text to anybody included', async () => {
  const bytes = String.raw`create table t (id int, a text default E'\xe9', b int); insert into t values (1, E'\xff\xfe'), (2, E'\xe9'), (3, 'é'); create policy own on t using (a <> E'\xff'); comment on table t is E'\xe8'`
  await bed.fill('ascii', bytes, `encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'`)
  const play = newPlay(bed, 'ascii')
  await playSteps(play, tools, 'inventory', 'verification')
  await playSteps(play, tools, 'release-snapshot')
  assert.equal(play.verdicts['verification']?.outcome, 'pass')
  assert.deepEqual(await differences(bed, 'ascii'), [])
})

test('an empty database that somebody made keeps the encoding it was given, and texts are turned into it', async () => {
  await bed.fill('turned', `set client_encoding = 'UTF8'; ${LETTERS}`, `encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'`)
  await target.cluster.psql('postgres', `create database turned template template0 encoding 'UTF8'`)
  await playSteps(newPlay(bed, 'turned'), tools, 'inventory', 'copy-tables')
  const sum = `select count(*), md5(string_agg(encode(convert_to("ß", 'UTF8'), 'hex'), ',' order by id)) from "é"`
  const [before, now] = await Promise.all(
    [source, target].map(({ cluster }) => cluster.psql('turned', `set client_encoding = 'UTF8'; ${sum}`)),
  )
  assert.equal(now, before)
})

test('what is not on the target’s system is asked for by name, and nothing was made', async () => {
  await bed.fill('elsewhere', 'create table t ()')
  const play = newPlay(bed, 'elsewhere')
  await playStep(play, tools, 'inventory')
  play.outputs['inventory'] = {
    ...play.outputs['inventory'],
    createOptions: `encoding 'UTF8' lc_collate 'xx_YY.UTF-8' lc_ctype 'C'`,
  }
  await assert.rejects(playStep(play, tools, 'create-database'), /invalid locale name: "xx_YY\.UTF-8"/)
  assert.equal(
    await target.cluster.psql('postgres', `select count(*) from pg_database where datname = 'elsewhere'`),
    '0',
  )
})

test('a source that is written to arrives as of its moment, and nobody can change a table under the copy', async () => {
  await bed.fill(
    'busy',
    `create table t (id serial primary key, a text); insert into t (a) select md5(i::text) from generate_series(1, 30000) i; create table emptied (a int); insert into emptied values (1)`,
  )
  await source.cluster.psql('postgres', 'create database busy_then template busy')
  const play = newPlay(bed, 'busy')
  await playSteps(play, tools, 'inventory', 'copy-schema')
  await source.cluster.psql(
    'busy',
    `delete from t where id % 3 = 0; update t set a = 'changed' where id % 3 = 1; insert into t (a) select 'new' from generate_series(1, 20000); delete from emptied; create table later (a int); create index later_index on t (a)`,
  )
  for (const change of [
    'alter table t add column b int',
    'truncate emptied',
    'drop table emptied',
    'alter table t alter a type varchar(90)',
  ])
    await assert.rejects(
      source.cluster.psql('busy', `set lock_timeout = '50ms'; ${change}`),
      /canceling statement due to lock timeout/,
    )
  await playSteps(play, tools, 'copy-tables', 'refresh-matviews')
  const { tables } = await compareDatabases(
    source.cluster.url('postgres', 'busy_then'),
    target.cluster.url('postgres', 'busy'),
  )
  assert.deepEqual(
    tables.filter(({ equal, name }) => !equal && !name.startsWith('drover.')),
    [],
  )
  assert.equal(await target.cluster.psql('busy', `select nextval('t_id_seq')`), '50001')
  await playSteps(play, tools, 'verification', 'release-snapshot')
  assert.equal(play.verdicts['verification']?.outcome, 'pass')
  assert.equal(play.verdicts['structure']?.outcome, 'fail')
})

test('a table that is being rewritten when the moment is taken arrives with its rows', async () => {
  await bed.fill(
    'rewritten',
    'create table t (a int); insert into t select generate_series(1, 1000); create table gone (a int)',
  )
  const play = newPlay(bed, 'rewritten')
  await playSteps(play, tools, 'inventory', 'create-database')
  const client = new pg.Client({ connectionString: source.cluster.url('postgres', 'rewritten') })
  await client.connect()
  await client.query('begin; alter table t alter a type bigint; drop table gone')
  const held = playSteps(play, tools, 'hold-snapshot', 'copy-tables')
  const waits =
    'select 1 from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())'
  await until(async () => ((await source.cluster.psql('rewritten', waits)) ? true : undefined), {
    timeoutMs: 60_000,
    otherwise: () => 'nobody waited for the table',
  })
  await client.query('commit')
  await client.end()
  await held
  assert.equal(
    await target.cluster.psql('rewritten', `select count(*), pg_typeof(max(a)), to_regclass('gone') from t`),
    '1000|bigint|',
  )
})

test('what moves otherwise than people may expect is said before, and moves', async () => {
  await source.cluster.psql('postgres', `set allow_in_place_tablespaces = on; create tablespace fast location ''`)
  await bed.fill(
    'said',
    `create table t (a int) tablespace fast; insert into t values (1), (1); create index on t (a) tablespace fast; create extension postgres_fdw; create server far foreign data wrapper postgres_fdw options (host 'far'); create user mapping for couch2pg server far options (password 'it''s'); create foreign table there (a int) server far; create publication news for table t; create materialized view m as select 1 as a`,
  )
  await assert.rejects(
    source.cluster.psql('said', 'create unique index concurrently twice on t (a)'),
    /could not create unique index/,
  )
  const play = newPlay(bed, 'said')
  await playSteps(play, tools)
  const { summary = '', outcome } = play.verdicts['inventory'] ?? {}
  assert.equal(outcome, 'warn')
  assert.equal(
    summary.replace(/^.*views\. /, ''),
    'public.m has no unique index, so couch2pg cannot refresh it. public.twice is an invalid index and stays behind: its CREATE INDEX CONCURRENTLY failed. public.there is a foreign table: only its definition moves, so the new server has to reach where its rows are. news is a publication: it comes along, and whoever subscribed goes on reading the source. fast is a tablespace: what is in it comes into the default one.',
  )
  assert.deepEqual(
    (await differences(bed, 'said')).filter((line) => !/fast|default_tablespace|^. -- Name/.test(line)),
    [],
  )
  assert.equal(play.verdicts['structure']?.outcome, 'warn')
})

test('what no copy by rows can carry is refused before anything is written', async () => {
  await bed.fill(
    'refused',
    `select lo_create(0); create schema drover; create table drover.mine (a int); create table drover.ledger (a int)`,
  )
  await source.cluster.psql(
    'refused',
    `create subscription news connection 'dbname=far' publication news with (connect = false, slot_name = none)`,
  )
  const play = newPlay(bed, 'refused')
  await playStep(play, tools, 'inventory')
  const { outcome, summary = '', advice } = play.verdicts['inventory'] ?? {}
  assert.deepEqual(
    [outcome, summary.replace(/^.*views\. /, ''), advice],
    [
      'fail',
      'It also holds 1 large object and 1 subscription and 1 thing in a schema named drover, which the copy cannot carry.',
      'Nothing was changed. Start with method=dump, which carries large objects. Drop the subscription, or start with method=dump, which leaves it behind. Rename the schema drover on the source, which is where the copy keeps its marks.',
    ],
  )
})

test('a login that owns everything and is no superuser can move it', async () => {
  await target.cluster.psql('postgres', 'alter role couch2pg createdb')
  await bed.fill(
    'humble',
    `set role couch2pg; create schema s; create table s.t (id serial primary key, doc jsonb); insert into s.t (doc) select '{}' from generate_series(1, 100); create materialized view m as select count(*) from s.t; grant select on m to reporter; alter database humble set work_mem = '6MB'`,
  )
  const play = newPlay(bed, 'humble', { user: 'couch2pg' })
  await playSteps(play, tools)
  assert.deepEqual(await differences(bed, 'humble'), [])
})

test('a login that may not see every row is told so, instead of a copy without them', async () => {
  await bed.fill(
    'screened',
    `create table t (a int); insert into t values (1), (2); alter table t enable row level security; grant select on t to couch2pg; create policy own on t using (a = 1)`,
  )
  const play = newPlay(bed, 'screened', { user: 'couch2pg' })
  await assert.rejects(playSteps(play, tools, 'inventory', 'copy-tables'), /row-level security/)
  await tools.hosts.stop(OLD, `${play.run}-hold-snapshot-1`)
})
