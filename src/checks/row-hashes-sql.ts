import type { Shape } from './row-hashes-shape.ts'

/** The function of the server that hashes, and the database's encoding where its texts are not UTF-8 as they stand. */
export interface Hashing {
  readonly by: 'hashtextextended' | 'md5'
  readonly encoding?: string | undefined
}

/** Which rows of a table are asked about. */
export interface Part {
  /** Condition on `ctid`: a range of the heap. */
  readonly range?: string | undefined
  /** Only the rows in 100 whose key's hash says so; an empty text means the whole row is its key. */
  readonly sampledBy?: string | undefined
}

/** Parts of a table by the hash of the rows' keys. */
export const BUCKETS = 1024

/** Number of rows, rows hashed, and two sums that do not depend on the rows' order. */
export function sumsSql(shape: Shape, hashing: Hashing, { range, sampledBy }: Part): string {
  const sums = `count(*) as hashed, coalesce(sum(${half(hashing, 1)}), 0)::text as first, coalesce(sum(${half(hashing, 2)}), 0)::text as second`
  if (sampledBy === undefined) return `select count(*) as rows, ${sums} from ${hashedRows(shape, hashing, [range])}`
  const rows = `(select count(*) from only ${shape.table} as t${where([range])}) as rows`
  const picked = `(${keyHash(hashing, sampledBy)} & ${MOST}) % 100 = 0`
  return sampledBy === ''
    ? `select ${rows}, ${sums} from ${hashedRows(shape, hashing, [range])} where ${picked}`
    : `select ${rows}, ${sums} from ${hashedRows(shape, hashing, [range, picked])}`
}

/** The same sums for each bucket of keys; without a key, of whole rows. */
export function bucketsSql(shape: Shape, hashing: Hashing, key: string): string {
  return `select ${bucket(hashing, key, 's.k')} as bucket, count(*) as rows, sum(${half(hashing, 1)})::text as first, sum(${half(hashing, 2)})::text as second
    from ${hashedRows(shape, hashing, [], key)} group by 1`
}

/** Key and hash of each row in some buckets. Without a key the hash stands for it. */
export function pairsSql(shape: Shape, hashing: Hashing, key: string, buckets: readonly number[]): string {
  const hash = hashing.by === 'md5' ? 's.x' : `hashtextextended(s.x, 1)::text || ' ' || hashtextextended(s.x, 2)::text`
  const wanted = `in (${buckets.join(', ')})`
  return key === ''
    ? `select ${hash} as key, ${hash} as hash from ${hashedRows(shape, hashing, [])} where ${bucket(hashing, key)} ${wanted}`
    : `select s.k as key, ${hash} as hash from ${hashedRows(shape, hashing, [`${bucket(hashing, key)} ${wanted}`], key)}`
}

/** Takes the sign off a 64-bit number. */
const MOST = '9223372036854775807'

/**
 * Rows as `s`, with one canonical text of all columns (or its MD5) as `x` and the key's text as `k`.
 *
 * The text of a row and not hash_record_extended: sums of that are linear in the columns, so that two rows with one value
 * swapped have the same sum; jsonb's own hash does not see where a nested object ends; a bigint's has 32 bits. Documents
 * are hashed by themselves first, since quoting them inside a row costs more than hashing. Each `offset 0` keeps the
 * server from computing a text once for each of its uses.
 */
function hashedRows(shape: Shape, hashing: Hashing, conditions: readonly (string | undefined)[], key = ''): string {
  const texts = shape.columns.map(
    ({ name, document }, index) => `t.${quoted(name)}${document ? '::text' : ''} as c${index}`,
  )
  const values = shape.columns.map(({ document }, index) =>
    document ? documentHash(hashing, `a.c${index}`) : `a.c${index}`,
  )
  const row = `row(${values.join(', ')})::text collate "C"`
  const x = hashing.by === 'md5' ? `md5(${bytes(hashing, row)})` : row
  const columns = [`${keyText(key)} as k`, ...texts].join(', ')
  return `(select a.k, ${x} as x from (select ${columns} from only ${shape.table} as t${where(conditions)} offset 0) a offset 0) s`
}

/** A key's text where its table is at hand; one that is null counts as empty. */
function keyText(key: string): string {
  return key === '' ? `''` : `coalesce(${key}::text, '') collate "C"`
}

function documentHash(hashing: Hashing, text: string): string {
  return hashing.by === 'md5'
    ? `md5(${bytes(hashing, text)})`
    : `hashtextextended(${text} collate "C", 1), hashtextextended(${text} collate "C", 2)`
}

/** One of the two 64-bit halves of a row's hash. */
function half({ by }: Hashing, which: 1 | 2): string {
  return by === 'md5' ? bits(`substr(s.x, ${which === 1 ? 1 : 17}, 16)`) : `hashtextextended(s.x, ${which})`
}

function keyHash(hashing: Hashing, key: string, text = keyText(key)): string {
  if (hashing.by === 'hashtextextended') return `hashtextextended(${key === '' ? 's.x' : text}, 3)`
  return bits(`substr(${key === '' ? 's.x' : `md5(${bytes(hashing, text)})`}, 1, 16)`)
}

function bucket(hashing: Hashing, key: string, text = keyText(key)): string {
  return `(${keyHash(hashing, key, text)} & ${BUCKETS - 1})`
}

function bits(hex: string): string {
  return `('x' || ${hex})::bit(64)::bigint`
}

/** MD5 is taken of UTF-8, so that databases of different encodings agree. */
function bytes({ encoding }: Hashing, text: string): string {
  return encoding === undefined ? text : `convert_to(${text}, 'UTF8')`
}

function where(conditions: readonly (string | undefined)[]): string {
  const given = conditions.filter((condition) => condition !== undefined)
  return given.length === 0 ? '' : ` where ${given.join(' and ')}`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
