import type { Cases } from './case.ts'

/** Names that would be something else to a shell, to psql or to COPY. */
const ODD = [
  'Capital Letters',
  `quo"te and apo'strophe`,
  'colon :name :"name" ::x',
  'back\\slash \\. \\n',
  '$HOME `id` $(id)',
  'percent %I %s',
  'select',
  'ünï 漢字',
  'dot.in, comma (paren)',
  'tab\there',
  '-- dash; drop',
]

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function tableNamed(name: string): string {
  const n = quoted(name)
  return `create table ${n} (${n} int primary key, "other ${name.replaceAll('"', '""')}" text); insert into ${n} select i, md5(i::text) from generate_series(1, 20) i; create index on ${n} ("other ${name.replaceAll('"', '""')}"); create materialized view ${quoted(`m ${name}`)} as select count(*) as ${n} from ${n}; create sequence ${quoted(`s ${name}`)}; select nextval('${quoted(`s ${name}`).replaceAll("'", "''")}')`
}

export const NAMES: Cases = {
  odd: {
    title: 'names with quotes, capitals, colons, backslashes and letters of other scripts arrive, with their rows',
    sql: ODD.map(tableNamed).join(';\n'),
    ask: `select sum((xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %s', oid::regclass), false, true, '')))[1]::text::int) from pg_class where relkind = 'r' and relnamespace = 'odd'::regnamespace`,
    answer: String(ODD.length * 20),
  },
  broken: {
    title: 'names with line breaks arrive too',
    sql: `${tableNamed('line\nbreak')}; ${tableNamed('carriage\r\nreturn')}; create table "big\none" ("a\nb" int, c text); insert into "big\none" select i, repeat(md5(i::text), 20) from generate_series(1, 6000) i`,
    ask: `select count(*), sum("a\nb") from broken."big\none"`,
    answer: '6000|18003000',
  },
  longest: {
    title: 'names of sixty-three letters arrive',
    sql: `create table ${'n'.repeat(63)} (${'c'.repeat(63)} int primary key); insert into ${'n'.repeat(63)} values (1); create schema "${'S'.repeat(63)}"; create table "${'S'.repeat(63)}".t (a int); insert into "${'S'.repeat(63)}".t values (2)`,
  },
}
