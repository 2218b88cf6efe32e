import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rowHashes } from '../../src/checks/row-hashes.ts'
import { type TableHashes, tableHashes } from '../../src/checks/row-hashes-table.ts'
import { compareTables } from '../../src/checks/same-rows-compare.ts'
import { hashLike } from '../../src/checks/same-rows-measure.ts'
import { startRealCluster } from './bed/cluster.ts'
import { SCOPE } from './fake-tools.ts'

/** A table `it`, as it is on the source and on the target, and whether the two hold the same rows. */
interface Case {
  readonly name: string
  readonly source: string
  readonly target: string
  readonly is: 'equal' | 'differs'
}

const DOC = `create table it (doc jsonb);`
const PEOPLE = `create table it (id int primary key, name text); insert into it values (1, 'a'), (2, 'b'), (3, 'c');`

const CASES: readonly Case[] = [
  {
    name: 'a flipped byte in a document',
    source: `${DOC} insert into it values ('{"_id": "1", "name": "Aisha"}');`,
    target: `${DOC} insert into it values ('{"_id": "1", "name": "Aisho"}');`,
    is: 'differs',
  },
  {
    name: 'a value that moved out of a nested object',
    source: `${DOC} insert into it values ('{"a": {"b": 1}, "c": 2}');`,
    target: `${DOC} insert into it values ('{"a": {"b": 1, "c": 2}}');`,
    is: 'differs',
  },
  {
    name: 'two values swapped inside a document',
    source: `${DOC} insert into it select jsonb_agg(i order by i) from generate_series(1, 33) i;`,
    target: `${DOC} insert into it select jsonb_agg(case i when 1 then 33 when 33 then 1 else i end order by i) from generate_series(1, 33) i;`,
    is: 'differs',
  },
  {
    name: 'one column swapped between two rows',
    source: PEOPLE,
    target: `${PEOPLE} update it set name = case id when 1 then 'b' when 2 then 'a' else name end;`,
    is: 'differs',
  },
  { name: 'one missing row', source: PEOPLE, target: `${PEOPLE} delete from it where id = 2;`, is: 'differs' },
  { name: 'one extra row', source: PEOPLE, target: `${PEOPLE} insert into it values (4, 'd');`, is: 'differs' },
  {
    name: 'a row there twice in place of another',
    source: `create table it (id int); insert into it values (1), (2), (2), (3);`,
    target: `create table it (id int); insert into it values (1), (1), (2), (3);`,
    is: 'differs',
  },
  {
    name: 'a pair of rows in place of another pair',
    source: `create table it (id int); insert into it values (1), (1), (5);`,
    target: `create table it (id int); insert into it values (2), (2), (5);`,
    is: 'differs',
  },
  {
    name: 'the same rows in another order and another place',
    source: `create table it (id int, name text); insert into it select i, md5(i::text) from generate_series(1, 5000) i;`,
    target: `create table it (id int, name text); insert into it select i, 'x' from generate_series(5000, 1, -1) i;
      update it set name = md5(id::text); delete from it where id < 100; vacuum full it; insert into it select i, md5(i::text) from generate_series(1, 99) i;`,
    is: 'equal',
  },
  {
    name: 'columns added, dropped and in another order',
    source: `create table it (a int, gone text, b text); alter table it drop column gone; insert into it values (1, 'x');`,
    target: `create table it (b text, a int); insert into it values ('x', 1);`,
    is: 'equal',
  },
  {
    name: 'the same texts in two columns with their names swapped',
    source: `create table it (a int, b int); insert into it values (1, 2);`,
    target: `create table it (a int, b int); insert into it values (2, 1);`,
    is: 'differs',
  },
  {
    name: 'a column with another name',
    source: `create table it (a int); insert into it values (1);`,
    target: `create table it (b int); insert into it values (1);`,
    is: 'differs',
  },
  {
    name: 'nothing in place of an empty text',
    source: `create table it (a text, b text); insert into it values ('', null);`,
    target: `create table it (a text, b text); insert into it values (null, '');`,
    is: 'differs',
  },
  {
    name: 'a comma that moved from one column to the next',
    source: `create table it (a text, b text); insert into it values ('x,', 'y');`,
    target: `create table it (a text, b text); insert into it values ('x', ',y');`,
    is: 'differs',
  },
  {
    name: 'a generated column',
    source: `create table it (a int, twice int generated always as (a * 2) stored); insert into it values (1);`,
    target: `create table it (a int, twice int generated always as (a * 2) stored); insert into it values (1);`,
    is: 'equal',
  },
  {
    name: 'a generated column that was made by another rule',
    source: `create table it (a int, twice int generated always as (a * 2) stored); insert into it values (1);`,
    target: `create table it (a int, twice int generated always as (a * 3) stored); insert into it values (1);`,
    is: 'differs',
  },
  {
    name: 'enums, whose labels have other numbers on each server',
    source: `create type mood as enum ('sad', 'glad'); create table it (m mood, many mood[]); insert into it values ('glad', '{sad,glad}');`,
    target: `create type spare as enum ('x', 'y', 'z'); create type mood as enum ('sad', 'glad'); create table it (m mood, many mood[]); insert into it values ('glad', '{sad,glad}');`,
    is: 'equal',
  },
  {
    name: 'another label of an enum',
    source: `create type mood as enum ('sad', 'glad'); create table it (m mood); insert into it values ('glad');`,
    target: `create type mood as enum ('sad', 'glad'); create table it (m mood); insert into it values ('sad');`,
    is: 'differs',
  },
  {
    name: 'json, xml, points and ranges',
    source: `create table it (j json, x xml, p point, r int4range, i inet, v tsvector); insert into it values ('{"a":  1}', '<a b="1"/>', '(1,2)', '[1,5)', '10.0.0.1/8', 'a fat cat');`,
    target: `create table it (j json, x xml, p point, r int4range, i inet, v tsvector); insert into it values ('{"a":  1}', '<a b="1"/>', '(1,2)', '[1,5)', '10.0.0.1/8', 'a fat cat');`,
    is: 'equal',
  },
  {
    name: 'a blank inside json',
    source: `create table it (j json); insert into it values ('{"a":  1}');`,
    target: `create table it (j json); insert into it values ('{"a": 1}');`,
    is: 'differs',
  },
  {
    name: 'no number, both infinities and the smallest numbers',
    source: `create table it (f float8, g real, n numeric); insert into it values ('NaN', '-Infinity', 'NaN'), ('Infinity', 1e-45, 1e-20), (5e-324, 0.1, 0);`,
    target: `create table it (f float8, g real, n numeric); insert into it values ('NaN', '-Infinity', 'NaN'), ('Infinity', 1e-45, 1e-20), (5e-324, 0.1, 0);`,
    is: 'equal',
  },
  {
    name: 'a zero that lost its sign',
    source: `create table it (f float8); insert into it values ('-0');`,
    target: `create table it (f float8); insert into it values ('0');`,
    is: 'differs',
  },
  {
    name: 'the last bit of a float',
    source: `create table it (f float8); insert into it values (0.1);`,
    target: `create table it (f float8); insert into it values (0.10000000000000002);`,
    is: 'differs',
  },
  {
    name: 'a number with other decimals, alone',
    source: `create table it (n numeric); insert into it values (1.0);`,
    target: `create table it (n numeric); insert into it values (1.00);`,
    is: 'differs',
  },
  {
    name: 'a number with other decimals, in a document',
    source: `${DOC} insert into it values ('[1.0]');`,
    target: `${DOC} insert into it values ('[1.00]');`,
    is: 'differs',
  },
  {
    name: 'big numbers whose halves cancel out',
    source: `create table it (n bigint); insert into it values (1);`,
    target: `create table it (n bigint); insert into it values (4294967296);`,
    is: 'differs',
  },
  {
    name: 'instants, dates, intervals and money under other settings of the database',
    source: `create table it (at timestamptz, day date, span interval, price money); insert into it values ('2026-11-02 09:00:00.123456+00', '2026-11-02', '1 mon 2 days 03:00', '12.50');`,
    target: `create table it (at timestamptz, day date, span interval, price money); insert into it values ('2026-11-02 10:00:00.123456+01', '2026-11-02', '1 mon 2 days 03:00', '12.50');`,
    is: 'equal',
  },
  {
    name: 'bytes, zero among them',
    source: String.raw`create table it (b bytea); insert into it values ('\x00ff5c'), (null), ('');`,
    target: String.raw`create table it (b bytea); insert into it values ('\x00ff5c'), (null), ('');`,
    is: 'equal',
  },
  {
    name: 'a flipped byte among bytes',
    source: String.raw`create table it (b bytea); insert into it values ('\x00ff5c');`,
    target: String.raw`create table it (b bytea); insert into it values ('\x00fe5c');`,
    is: 'differs',
  },
  {
    name: 'an array with other bounds',
    source: `create table it (a int[]); insert into it values ('[0:1]={1,2}');`,
    target: `create table it (a int[]); insert into it values ('{1,2}');`,
    is: 'differs',
  },
  {
    name: 'composites and domains',
    source: `create type spot as (x int, label text); create domain age as int check (value > 0); create table it (s spot, a age); insert into it values ((1, 'a "b"'), 3);`,
    target: `create domain age as int check (value > 0); create type spot as (x int, label text); create table it (s spot, a age); insert into it values ((1, 'a "b"'), 3);`,
    is: 'equal',
  },
  {
    name: 'a reference to a table, which has another number on each server',
    source: `create table it (of regclass); insert into it values ('it');`,
    target: `create table spare (); create table it (of regclass); insert into it values ('it');`,
    is: 'equal',
  },
  {
    name: 'texts that a collation takes for the same',
    source: `create collation loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false); create table it (t text collate loose); insert into it values ('Aisha');`,
    target: `create collation loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false); create table it (t text collate loose); insert into it values ('AISHA');`,
    is: 'differs',
  },
  { name: 'no rows', source: 'create table it (a int);', target: 'create table it (a int);', is: 'equal' },
  {
    name: 'rows without columns',
    source: 'create table it (); insert into it default values;',
    target: 'create table it (); insert into it default values;',
    is: 'equal',
  },
  {
    name: 'a document that is kept beside the table',
    source: `${DOC} insert into it select jsonb_build_object('t', string_agg(md5(i::text), '')) from generate_series(1, 20000) i;`,
    target: `${DOC} insert into it select jsonb_build_object('t', string_agg(md5(i::text), '')) from generate_series(20000, 1, -1) i;`,
    is: 'differs',
  },
]

const cluster = await startRealCluster()
const schemas = (side: 'source' | 'target') =>
  CASES.map((one, index) => `create schema "Case ${index}"; set search_path = "Case ${index}"; ${one[side]}`).join('\n')
const source = await cluster.fill('source', schemas('source'), { host: 'old-pg' })
const target = await cluster.fill('target', schemas('target'))
await cluster.psql(
  'target',
  `alter database target set timezone = 'America/Bogota'; alter database target set datestyle = 'German';
  alter database target set intervalstyle = 'iso_8601'; alter database target set extra_float_digits = -5;
  alter database target set bytea_output = 'escape'; alter database target set search_path = "Case 0";`,
)

async function hashesOf(given: Partial<Parameters<typeof rowHashes>[0]>): Promise<TableHashes> {
  const { args } = rowHashes({ on: source, proof: 'hash', streams: 2, ...given })
  return tableHashes.parse((await rowHashes.registered.run(args, cluster.tools, SCOPE)).outputs?.['hashes'])
}

const FUNCTIONS = ['hashtextextended', 'md5'] as const
const expected = { hashtextextended: await hashesOf({ target }), md5: await hashesOf({}) }
const measured = {
  hashtextextended: await hashLike(cluster.tools, target, expected.hashtextextended, 'hash', { streams: 2 }),
  md5: await hashLike(cluster.tools, target, expected.md5, 'hash', { streams: 2 }),
}

for (const by of FUNCTIONS)
  for (const [index, { name, is }] of CASES.entries())
    test(`${by}, ${is === 'equal' ? 'the same' : 'not the same'}: ${name}`, () => {
      const table = `"Case ${index}".it`
      const compared = compareTables(expected[by], measured[by], 'hash')
      assert.equal(compared.find((one) => one.table === table)?.is, is)
      assert.equal(expected[by][table]?.way?.by, by)
    })

test('a table of no rows has the hash zero', async () => {
  const index = CASES.findIndex(({ name }) => name === 'no rows')
  assert.equal((await hashesOf({}))[`"Case ${index}".it`]?.hash, '0'.repeat(32))
})

test('two tables whose rows were swapped are both noticed, though as many rows are there', async () => {
  const [one, two] = ['one', 'two'].map((name) => `create table ${name} (id int);`)
  const a = await cluster.fill('swapped_a', `${one} ${two} insert into one values (1); insert into two values (2);`)
  const b = await cluster.fill('swapped_b', `${one} ${two} insert into one values (2); insert into two values (1);`)
  const expected = await hashesOf({ on: a, target: b })
  const measured = await hashLike(cluster.tools, b, expected, 'hash', { streams: 1 })
  assert.deepEqual(
    compareTables(expected, measured, 'hash').map(({ table, is }) => [table, is]),
    [
      ['public.one', 'differs'],
      ['public.two', 'differs'],
    ],
  )
})

test('names with quotes, capitals and blanks are asked for as they are', async () => {
  const sql = `create schema "It's"; create table "It's"."A ""b"" c" ("Id ""x""" int primary key, "select" text); insert into "It's"."A ""b"" c" values (1, 'x');`
  const [a, b] = [await cluster.fill('names_a', sql), await cluster.fill('names_b', sql)]
  for (const proof of ['hash', 'sample', 'count'] as const) {
    const expected = await hashesOf({ on: a, target: b, proof })
    const measured = await hashLike(cluster.tools, b, expected, proof, { streams: 1 })
    assert.deepEqual(
      compareTables(expected, measured, proof).map(({ table, is }) => [table, is]),
      [[`"It's"."A ""b"" c"`, 'equal']],
    )
  }
})

test('partitions are hashed one by one, and their parents not twice', async () => {
  const sql = `create table parts (id int, name text) partition by range (id);
    create table parts_low partition of parts for values from (0) to (10);
    create table parts_high partition of parts for values from (10) to (100) partition by hash (name);
    create table parts_high_0 partition of parts_high for values with (modulus 1, remainder 0);
    insert into parts values (1, 'a'), (11, 'b'), (12, 'c');
    create table parent (id int); create table child (more text) inherits (parent);
    insert into parent values (1); insert into child values (2, 'x');`
  const hashes = await hashesOf({ on: await cluster.fill('parts', sql) })
  assert.deepEqual(
    Object.entries(hashes).map(([table, { rows }]) => [table, rows]),
    [
      ['public.child', 1],
      ['public.parent', 1],
      ['public.parts_high_0', 2],
      ['public.parts_low', 1],
    ],
  )
})

test('pieces of a big table add up to the same hash as the whole, also when they are read side by side', async () => {
  const on = await cluster.fill(
    'big',
    `create table big (id int, filler text); insert into big select i, repeat(md5(i::text), 20) from generate_series(1, 120000) i;
     delete from big where id % 3 = 0;`,
  )
  const whole = await hashesOf({ on, target: on, streams: 1 })
  const pieces = await hashLike(cluster.tools, on, whole, 'hash', { streams: 4 })
  assert.equal(whole['public.big']?.rows, 80_000)
  assert.deepEqual(pieces, whole)
})

test('rows that a policy hides from the role are an error and not fewer rows', async () => {
  const on = await cluster.fill(
    'hidden',
    `create table secret (id int); insert into secret values (1), (2); alter table secret enable row level security;
     create policy own on secret using (id = 1); create role looker login password '${'x'.repeat(8)}'; grant select on secret to looker;`,
  )
  const asLooker = { ...on, user: 'looker', password: 'pg' }
  await cluster.psql('postgres', `alter role looker password '${await cluster.tools.secrets.reveal('pg')}'`)
  for (const proof of ['hash', 'sample', 'count'] as const)
    await assert.rejects(hashesOf({ on: asLooker, proof }), {
      code: 'postgres-error',
      message:
        'new-pg refused a query on database hidden: query would be affected by row-level security policy for table "secret". Nothing was changed. See whether the database has what the check asks for.',
    })
})

for (const [from, to] of [
  ['LATIN1', 'LATIN1'],
  ['LATIN1', 'UTF8'],
  ['SQL_ASCII', 'SQL_ASCII'],
  ['SQL_ASCII', 'UTF8'],
] as const)
  test(`a database in ${from} has the hashes of its copy in ${to}`, async () => {
    const name = `${from}_${to}`.toLowerCase()
    const sql = `set client_encoding = 'UTF8'; create table it (id int, name text, doc json); insert into it values (1, 'Zoë Ångström', '{"name": "Zoë"}');`
    const create = (encoding: string) => ({ create: `template template0 encoding '${encoding}' locale 'C'` })
    const a = await cluster.fill(`${name}_a`, sql, create(from))
    const b = await cluster.fill(`${name}_b`, sql, create(to))
    const expected = await hashesOf({ on: a, target: b })
    const measured = await hashLike(cluster.tools, b, expected, 'hash', { streams: 1 })
    assert.equal(compareTables(expected, measured, 'hash')[0]?.is, 'equal')
  })

test('a sample is the same share of rows on both sides, and sees a change in one of its rows', async () => {
  const sql = `create table it (doc jsonb); create unique index it_key on it ((doc ->> '_id'));
    insert into it select jsonb_build_object('_id', md5(i::text), 'n', i) from generate_series(1, 5000) i;`
  const [a, b] = [await cluster.fill('sample_a', sql), await cluster.fill('sample_b', sql)]
  const expected = await hashesOf({ on: a, target: b, proof: 'sample' })
  const share = expected['public.it']
  assert.equal(share?.way?.sampledBy, `(((doc ->> '_id'::text)))`)
  assert.ok(share?.hashedRows !== undefined && share.hashedRows > 20 && share.hashedRows < 100)
  const again = () => hashLike(cluster.tools, b, expected, 'sample', { streams: 1 })
  assert.deepEqual(await again(), expected)
  await cluster.psql(
    'sample_b',
    `update it set doc = doc || '{"n": 0}' where (hashtextextended((doc ->> '_id') collate "C", 3) & 9223372036854775807) % 100 = 0`,
  )
  assert.equal(compareTables(expected, await again(), 'sample')[0]?.is, 'differs')
})
