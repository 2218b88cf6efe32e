import type { Cases } from './case.ts'

/** Kinds of values. */
export const VALUES: Cases = {
  numbers: {
    title: 'NaN, infinity, the longest numbers and the last bit of a float arrive',
    sql: `create table t (a numeric, b float8, c float4, d money, e bit(5), f varbit, g int8);
      insert into t values ('NaN', 'NaN', '-Infinity', '12345.67', '10110', '1', '-9223372036854775808'), (1e300 / 7, 0.1 + 0.2, 1.1, -0.05, null, '', null), ('Infinity', '-0', '1.17549435e-38', null, null, null, 0)`,
  },
  times: {
    title: 'times at the extremes arrive under any style of dates and intervals',
    sql: `create table t (a timestamptz, b timestamp, c date, d interval, e timetz, f time);
      insert into t values ('infinity', '-infinity', 'infinity', '-1 year 2 mons -3 days 04:05:06.000001', '23:59:59.999999-15:59', '24:00'),
        ('4713-01-01 00:00:00 BC', '294276-12-31 23:59:59.999999', '0044-03-15 BC', '178000000 years', '00:00+15:59', '00:00'), ('1883-11-18 12:03:57.5-07:52:58', '2025-04-05', '2025-04-05', '1 day -1 hour', null, null)`,
  },
  texts: {
    title: 'texts that look like the marks of COPY and psql arrive',
    sql: String.raw`create table t (n int, a text); insert into t values (1, '\N'), (2, '\.'), (3, E'\r'), (4, E'\n\r\n'), (5, E'\t'), (6, E'\\'), (7, ''), (8, null), (9, E'\n\\.\n'), (10, 'rows; \echo x'), (11, ':sent :''sent'''), (12, E'\b\f\v\x01'), (13, E'\\.\r\n'), (14, ' NULL '), (15, U&'\0041\+01F600 é 漢');
      create table one (a text); insert into one values ('\.'), ('\N'), (''), (null), (E'\\.\n\\.')`,
  },
  documents: {
    title: 'json, xml, bytea, arrays, ranges and searched texts arrive',
    sql: String.raw`create table t (a json, b jsonb, c xml, d bytea, e int[], f text[][], g int4range, h tstzmultirange, i tsvector, j tsquery, k uuid, l inet, m macaddr, n point, o path, p "char", q name, r oid, s pg_lsn);
      insert into t values (E'{"a" : 1,\n "a":2}', '{"b": ["\\u00e9", 1e400]}', '<a>&amp;</a>', '\x00ff5c5c0a', '[2:3]={1,null}', '{{"a,b","c\"d"},{"\\\\","NULL"}}', '[1,5)', '{[2025-01-01,2025-02-01), [2025-03-01,)}', '''a'':1A b:2', 'a & !b', gen_random_uuid(), '::1/64', '08:00:2b:01:02:03', '(1,2)', '[(0,0),(1,1)]', 'x', 'a name', 12345, '16/B374D848'), (null, 'null', 'no root <b/>', '', '{}', null, 'empty', '{}', '', '', null, null, null, null, null, '', '', 0, null)`,
  },
  kinds: {
    title: 'enums, domains, composites, ranges of one own and arrays of them arrive',
    sql: `create type mood as enum ('sad', 'ok'); alter type mood add value 'very "happy"' before 'ok'; create domain mail as text collate "C" not null default 'x' check (value ~ '^[^ ]*$');
      create type pair as (a int, "b c" mood); create type span as range (subtype = float8); create table t (a mood, b mail, c pair, d pair[], e span, f mood[], g mail[]);
      insert into t values ('ok', 'a@b', (1, 'very "happy"'), array[(1, 'sad')::pair, null], '[1.5,2.5]', '{sad,"very \\"happy\\""}', '{a,b}'), (null, '', null, '{}', null, null, null); create table typed of pair; insert into typed values (1, 'ok')`,
  },
  places: {
    title: 'names of tables, functions and types inside values mean the same on the other side',
    sql: `create table public.odd_one (a int); create table odd_two (a int); create table t (a regclass, b regtype, c regprocedure, d regrole, e regnamespace, f regclass[]);
      insert into t values ('public.odd_one', 'odd_two', 'lower(text)', 'couch2pg', 'places', array['odd_two', 'public.odd_one']::regclass[])`,
    ask: 'select a, b, c, d, e, f from places.t',
    answer: 'odd_one|places.odd_two|lower(text)|couch2pg|places|{places.odd_two,odd_one}',
  },
}

/** Settings of the database under which a value would have another text, or a long copy would be ended or forbidden. */
export const ODD_SETTINGS = [
  "datestyle = 'SQL, DMY'",
  'intervalstyle = sql_standard',
  'extra_float_digits = -10',
  'bytea_output = escape',
  "timezone = 'Asia/Kathmandu'",
  'xmloption = document',
  'default_transaction_read_only = on',
  "statement_timeout = '900ms'",
  "idle_in_transaction_session_timeout = '900ms'",
  'search_path = public, "odd one", pg_catalog',
]
