import { PINNED_SETTINGS } from '../model/pinned-settings.ts'
import type { Chunk } from './chunk-list.ts'
import { literal } from './sql.ts'

/** What the target says once everything of a stream has arrived. A stream that was cut says nothing. */
export const LANDED = 'landed'

/**
 * A psql script for the source. What it prints is a psql script for the target with the rows in line, so that one session
 * on each side carries any number of chunks. Several streams run the same script: `turn`, a text of that turn alone, lets
 * each take the shares that no other has taken; a stream of an earlier turn that is not dead yet takes none away.
 *
 * A chunk is one transaction on the target: it commits only when the script goes on after the rows with the number that the
 * source has sent, the target took as many, and its marker was not there yet.
 */
export function sendChunks(shares: readonly (readonly Chunk[])[], snapshot: string, turn: string): string {
  return [
    ...SOURCE_SESSION,
    'begin isolation level repeatable read read only;',
    `set transaction snapshot ${literal(snapshot)};`,
    ...TARGET_SESSION.map(echo),
    // psql keeps the number of rows to itself when they go where its answers go.
    '\\o /dev/null',
    ...shares.flatMap((share, index) => claimed(share.flatMap(sendChunk), index, turn)),
    waitForOthers(turn),
    echo(`\\echo ${LANDED}`),
    '',
  ].join('\n')
}

/** Under them a value has one text on both sides, and row-level security cannot leave rows out without a word. */
const SESSION = Object.entries(PINNED_SETTINGS).map(([name, value]) => `set ${name} = ${literal(value)};`)

/** Names inside values (regclass and its like) are written in full, so that they mean the same elsewhere. */
const SOURCE_SESSION = [...SESSION, 'set search_path = pg_catalog;']

/**
 * The commits of the copy need not wait for the disk: the marker of a chunk is lost or kept together with its rows. lz4
 * (a server of version 14 or later that was built with it) packs long values several times faster than pglz.
 */
const TARGET_SESSION = [
  ...SESSION,
  'set xmloption = content;',
  'set synchronous_commit = off;',
  `select count(set_config(name, 'lz4', false)) as packing from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals) \\gset`,
]

/** Lines for whoever takes the share first: the lock is held until the transaction ends, and that is when the session does. */
function claimed(lines: readonly string[], share: number, turn: string): readonly string[] {
  const claim = `select pg_try_advisory_xact_lock(hashtext(${literal(turn)}), ${share}) as mine \\gset`
  return [claim, '\\if :mine', ...lines, '\\endif']
}

/**
 * A claim ends with its session, and another stream would take the share once more: not kept twice, but sent. So each
 * says that it is through and waits until every stream with a claim is, for a minute at most, should one hang.
 */
function waitForOthers(turn: string): string {
  const key = `hashtext(${literal(turn)})`
  const ofTurn = (lock: string) =>
    `${lock}.locktype = 'advisory' and ${lock}.objsubid = 2 and ${lock}.classid = ${key}::oid`
  const isThrough = `exists (select from pg_locks o where ${ofTurn('o')} and o.pid = l.pid and o.objid = (-1)::oid)`
  return `select pg_advisory_xact_lock_shared(${key}, -1) as through \\gset
do $$ begin
  for look in 1..300 loop
    exit when not exists (select from pg_locks l where ${ofTurn('l')} and not ${isThrough});
    perform pg_sleep(0.2);
  end loop;
end $$;`
}

function sendChunk(chunk: Chunk): readonly string[] {
  const columns = chunk.columns && ` (${chunk.columns})`
  const coded = `with (encoding ${literal(chunk.encoding)})`
  return [
    ...['begin;', `copy ${chunk.table}${columns} from stdin ${coded};`].map(echo),
    ...printRows(chunk, coded),
    ...['\\.', 'select :ROW_COUNT as taken \\gset'].map(echo),
    `\\echo '\\\\set sent ' :sent`,
    ...commitIfWhole(chunk.id).map(echo),
  ]
}

/**
 * A command of psql ends with its line, so a name with a line break in it needs the server's own COPY. Of that one psql
 * tells no number of rows when they go where its answers go: they are counted by another look at the same moment.
 */
function printRows(chunk: Chunk, coded: string): readonly string[] {
  const { table, columns } = chunk
  const which = rowsOf(chunk)
  const rows = which ? `(select ${columns} from only ${table} ${which})` : `${table}${columns && ` (${columns})`}`
  if (!/[\r\n]/.test(rows)) return [`\\copy ${rows} to pstdout ${coded}`, '\\set sent :ROW_COUNT']
  const count = `select count(*) as sent from only ${table} ${which} \\gset`
  return ['\\o', `copy ${rows} to stdout ${coded};`, '\\o /dev/null', count]
}

/** Which rows of the table, in SQL; nothing when all of them, which COPY reads faster without a query. */
function rowsOf({ condition, firstPage, pages, isLast }: Chunk): string {
  if (condition || (firstPage === 0 && isLast)) return condition
  const before = isLast ? '' : ` and ctid < '(${firstPage + pages},0)'::tid`
  return `where ctid >= '(${firstPage},0)'::tid${before}`
}

/** A marker that is there already means that another stream has brought this chunk: its rows are not kept twice. */
function commitIfWhole(id: number): readonly string[] {
  return [
    'select :taken = :sent as whole \\gset',
    '\\if :whole',
    `insert into drover.ledger (id, rows) values (${literal(chunkMark(id))}, :sent) on conflict do nothing;`,
    'select :ROW_COUNT = 1 as first \\gset',
    '\\if :first',
    'commit;',
    '\\else',
    'rollback;',
    '\\endif',
    '\\else',
    'rollback;',
    `do $$ begin raise exception 'the chunk arrived with the wrong number of rows'; end $$;`,
    '\\endif',
  ]
}

/** The marker of a chunk in the ledger. */
export function chunkMark(id: number): string {
  return `chunk ${id}`
}

/** A line of psql that prints a line for the other psql. */
function echo(line: string): string {
  const quoted = line.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return `\\echo '${quoted}'`
}
