import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Chunk } from '../../src/recipes/chunk-list.ts'
import { sendChunks } from '../../src/recipes/send-chunks.ts'

const SNAPSHOT = '00000003-000004AB-1'
const CHUNK: Chunk = {
  ...{ id: 3, table: '"public"."couchdb"', columns: '"_id", "doc"', condition: '', encoding: 'UTF8' },
  ...{ firstPage: 64, pages: 64, isLast: false, bytes: 1 },
}

const TURN = 'drover m7f3x copy-tables 1 1793610000000 0'
const THROUGH = `select pg_advisory_xact_lock_shared(hashtext('${TURN}'), -1) as through \\gset`

/** A stream that is through waits until every other one with a claim is. */
const OTHERS = [
  THROUGH,
  'do $$ begin',
  '  for look in 1..300 loop',
  `    exit when not exists (select from pg_locks l where ${ofTurn('l')} and not exists (select from pg_locks o where ${ofTurn('o')} and o.pid = l.pid and o.objid = (-1)::oid));`,
  '    perform pg_sleep(0.2);',
  '  end loop;',
  'end $$;',
]

function ofTurn(lock: string): string {
  return `${lock}.locktype = 'advisory' and ${lock}.objsubid = 2 and ${lock}.classid = hashtext('${TURN}')::oid`
}

/** The lines for some chunks, without those around them. */
function linesOf(...chunks: readonly Chunk[]): readonly string[] {
  const lines = sendChunks([chunks], SNAPSHOT, TURN).split('\n')
  return lines.slice(lines.indexOf('\\if :mine') + 1, lines.lastIndexOf('\\endif', lines.indexOf(THROUGH)))
}

/** The line that prints the rows. */
function rowsOf(chunk: Partial<Chunk>): string | undefined {
  return linesOf({ ...CHUNK, ...chunk }).find((line) => line.startsWith('\\copy'))
}

test('both sessions are set up before the first row: one text a value, every row visible, names in full', () => {
  const lines = sendChunks([], SNAPSHOT, TURN).split('\n')
  const pins = [
    "set TimeZone = 'UTC';",
    "set DateStyle = 'ISO, YMD';",
    "set IntervalStyle = 'postgres';",
    "set extra_float_digits = '3';",
    "set bytea_output = 'hex';",
    "set xmlbinary = 'base64';",
    "set lc_monetary = 'C';",
    "set quote_all_identifiers = 'off';",
    "set standard_conforming_strings = 'on';",
    "set row_security = 'off';",
  ]
  assert.deepEqual(lines, [
    ...pins,
    'set search_path = pg_catalog;',
    'begin isolation level repeatable read read only;',
    "set transaction snapshot '00000003-000004AB-1';",
    ...pins.map((pin) => `\\echo '${pin.replaceAll("'", "''")}'`),
    "\\echo 'set xmloption = content;'",
    "\\echo 'set synchronous_commit = off;'",
    "\\echo 'select count(set_config(name, ''lz4'', false)) as packing from pg_settings where name = ''default_toast_compression'' and ''lz4'' = any(enumvals) \\\\gset'",
    '\\o /dev/null',
    ...OTHERS,
    "\\echo '\\\\echo landed'",
    '',
  ])
})

test('of several streams with one script, each sends the shares that no other has taken in this turn', () => {
  const other = { ...CHUNK, id: 4 }
  const lines = sendChunks([[CHUNK, other], [{ ...CHUNK, id: 5 }]], SNAPSHOT, TURN).split('\n')
  const claims = lines.filter((line) => /^(\\if|\\endif|select pg_try)/.test(line) || line.includes("''chunk"))
  assert.deepEqual(
    claims.map((line) => /chunk \d/.exec(line)?.[0] ?? line),
    [
      "select pg_try_advisory_xact_lock(hashtext('drover m7f3x copy-tables 1 1793610000000 0'), 0) as mine \\gset",
      '\\if :mine',
      'chunk 3',
      'chunk 4',
      '\\endif',
      "select pg_try_advisory_xact_lock(hashtext('drover m7f3x copy-tables 1 1793610000000 0'), 1) as mine \\gset",
      '\\if :mine',
      'chunk 5',
      '\\endif',
    ],
  )
})

test('a chunk commits with its marker only after as many rows as were sent', () => {
  assert.deepEqual(linesOf(CHUNK), [
    "\\echo 'begin;'",
    `\\echo 'copy "public"."couchdb" ("_id", "doc") from stdin with (encoding ''UTF8'');'`,
    `\\copy (select "_id", "doc" from only "public"."couchdb" where ctid >= '(64,0)'::tid and ctid < '(128,0)'::tid) to pstdout with (encoding 'UTF8')`,
    '\\set sent :ROW_COUNT',
    "\\echo '\\\\.'",
    "\\echo 'select :ROW_COUNT as taken \\\\gset'",
    "\\echo '\\\\set sent ' :sent",
    "\\echo 'select :taken = :sent as whole \\\\gset'",
    "\\echo '\\\\if :whole'",
    "\\echo 'insert into drover.ledger (id, rows) values (''chunk 3'', :sent) on conflict do nothing;'",
    "\\echo 'select :ROW_COUNT = 1 as first \\\\gset'",
    "\\echo '\\\\if :first'",
    "\\echo 'commit;'",
    "\\echo '\\\\else'",
    "\\echo 'rollback;'",
    "\\echo '\\\\endif'",
    "\\echo '\\\\else'",
    "\\echo 'rollback;'",
    "\\echo 'do $$ begin raise exception ''the chunk arrived with the wrong number of rows''; end $$;'",
    "\\echo '\\\\endif'",
  ])
})

test('the first piece begins at the first page, the last has no end, and a whole table needs no query', () => {
  const [coded, from] = [
    `to pstdout with (encoding 'UTF8')`,
    `\\copy (select "_id", "doc" from only "public"."couchdb"`,
  ]
  assert.equal(rowsOf({ firstPage: 0 }), `${from} where ctid >= '(0,0)'::tid and ctid < '(64,0)'::tid) ${coded}`)
  assert.equal(rowsOf({ isLast: true }), `${from} where ctid >= '(64,0)'::tid) ${coded}`)
  assert.equal(rowsOf({ firstPage: 0, isLast: true }), `\\copy "public"."couchdb" ("_id", "doc") ${coded}`)
})

test('a table without columns, and one without rows of its own, have their own questions', () => {
  const whole = { firstPage: 0, isLast: true }
  assert.equal(rowsOf({ ...whole, columns: '' }), `\\copy "public"."couchdb" to pstdout with (encoding 'UTF8')`)
  assert.equal(
    rowsOf({ ...whole, condition: 'where not built_in', encoding: 'LATIN1' }),
    `\\copy (select "_id", "doc" from only "public"."couchdb" where not built_in) to pstdout with (encoding 'LATIN1')`,
  )
})

test('a name with a line break is copied by the server, and its rows are counted by another question', () => {
  const lines = linesOf({ ...CHUNK, table: '"public"."a\nb\r"', firstPage: 0, isLast: true, encoding: 'LATIN1' })
  assert.equal(
    lines.slice(1, 8).join('\n'),
    `\\echo 'copy "public"."a\\nb\\r" ("_id", "doc") from stdin with (encoding ''LATIN1'');'
\\o
copy "public"."a
b\r" ("_id", "doc") to stdout with (encoding 'LATIN1');
\\o /dev/null
select count(*) as sent from only "public"."a
b\r"  \\gset`,
  )
})
