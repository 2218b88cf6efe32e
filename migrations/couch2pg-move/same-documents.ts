import { type DatabaseRef, defineCheck, formatCount, type Tools, type Verdict, z } from '../../src/kit.ts'
import { sideArgs } from './stopped.ts'

/** Documents are compared in this many groups, by a hash of their id. */
const GROUPS = 4096

/** Tables of couch2pg, and how the resume keys end of what it reads into them. */
const TABLES = [
  { table: 'couchdb', holds: (key: string) => !/-users-meta$|-logs$|\/_users$/.test(key) },
  { table: 'couchdb_users_meta', holds: (key: string) => key.endsWith('-users-meta') },
  { table: 'couchdb_medic_logs', holds: (key: string) => key.endsWith('-logs') },
  { table: 'couchdb_medic_users', holds: (key: string) => key.endsWith('/_users') },
] as const

/** One table on both sides, measured at the sequences that couch2pg had noted there at that moment. */
export interface Compared {
  readonly table: string
  readonly documents: number
  /** Changes of CouchDB that one side has read and the other has not; undefined when couch2pg moved on meanwhile. */
  readonly apart: number | undefined
  /** Groups that do not hold the same documents in the same revisions. */
  readonly different: number
}

/**
 * Do both sides hold the same documents in the same revisions, while both go on reading from CouchDB? Each change that one
 * side is ahead can make one group differ; more groups than that mean lost or foreign documents. It sees every missing
 * document and every other revision; a body that changed without its revision is for the hashes of the move to see.
 */
export const sameDocuments = defineCheck({
  name: 'same-documents',
  version: 1,
  args: z.object({ source: sideArgs, target: sideArgs, keys: z.array(z.string()) }),
  title: () => 'Compare documents and revisions at the sequences both sides have read',
  measure: async ({ source, target, keys }, tools) => {
    const compared: Compared[] = []
    for (const { table, holds } of TABLES) {
      const wanted = keys.filter(holds)
      if (wanted.length > 0) compared.push(await compare(tools, source.database, target.database, table, wanted))
    }
    return compared
  },
  judge: (compared): Verdict => judgeDocuments(compared),
})

export function judgeDocuments(compared: readonly Compared[]): Verdict {
  const wrong = compared.filter(({ apart, different }) => apart !== undefined && different > apart)
  const moving = compared.filter(({ apart }) => apart === undefined)
  const rows = compared.map(({ table, documents, apart, different }) => [
    table,
    documents,
    apart ?? 'moving',
    `${different} of ${formatCount(GROUPS)}`,
  ])
  const table = { rows: [['Table', 'Documents on the source', 'Changes apart', 'Groups that differ'], ...rows] }
  const base = { values: { wrong: wrong.length }, table }
  if (wrong.length > 0)
    return {
      ...base,
      outcome: 'fail',
      summary: `${wrong.map(describe).join('; ')}. More differs than what one side has yet to read.`,
      advice:
        'Documents are missing or foreign on one side. Keep users on the source, and find out which before you go on.',
    }
  if (moving.length > 0)
    return {
      ...base,
      outcome: 'waiting',
      summary: `Not comparable yet: couch2pg was reading into ${moving.map(({ table }) => table).join(', ')} meanwhile.`,
    }
  const apart = compared.reduce((sum, one) => sum + (one.apart ?? 0), 0)
  const total = formatCount(compared.reduce((sum, { documents }) => sum + documents, 0))
  const summary =
    apart === 0
      ? `Both sides have read the same changes and hold the same ${total} documents in the same revisions.`
      : `${total} documents are the same on both sides but for the ${formatCount(apart)} changes that one side has yet to read.`
  return { ...base, outcome: 'pass', summary }
}

function describe({ table, apart, different }: Compared): string {
  return `${table} differs in ${formatCount(different)} of ${formatCount(GROUPS)} groups, and the sides are ${formatCount(apart ?? 0)} changes apart`
}

interface Seen {
  /** A line a group: its number, how many documents, and the sum of their hashes. */
  readonly groups: string
  readonly documents: number
  /** Numbers of the sequences, by key. */
  readonly read: ReadonlyMap<string, number>
}

/**
 * couch2pg writes a batch of documents first and its sequence after that. So a side is looked at twice, and only if it
 * stood still in between do its rows and its sequence belong together.
 */
async function compare(
  tools: Tools,
  source: DatabaseRef,
  target: DatabaseRef,
  table: string,
  keys: readonly string[],
): Promise<Compared> {
  const look = () => Promise.all([see(tools, source, table, keys), see(tools, target, table, keys)])
  const [before, after] = await look()
  const different = groupsThatDiffer(before.groups, after.groups)
  const apart = keys.reduce((sum, key) => sum + Math.abs((before.read.get(key) ?? 0) - (after.read.get(key) ?? 0)), 0)
  const found = { table, documents: before.documents, different }
  if (different === 0) return { ...found, apart }
  const again = await look()
  const stoodStill = [before, after].every((side, index) => isSame(side, again[index]))
  return { ...found, apart: stoodStill ? apart : undefined }
}

function isSame(one: Seen, other: Seen | undefined): boolean {
  return (
    other !== undefined &&
    groupsThatDiffer(one.groups, other.groups) === 0 &&
    [...one.read].every(([key, read]) => other.read.get(key) === read)
  )
}

function groupsThatDiffer(one: string, other: string): number {
  if (one === other) return 0
  const [before, after] = [byNumber(one), byNumber(other)]
  return [...new Set([...before.keys(), ...after.keys()])].filter((group) => before.get(group) !== after.get(group))
    .length
}

function byNumber(groups: string): ReadonlyMap<string, string> {
  return new Map(groups.split('\n').map((line) => [line.slice(0, line.indexOf(' ')), line]))
}

const seenRow = z.object({
  progress: z.record(z.string(), z.coerce.number()).nullable(),
  documents: z.coerce.number(),
  groups: z.string(),
})

/** md5, since the built-in hashes may differ between major versions. Rows and sequence come from one snapshot. */
async function see(tools: Tools, database: DatabaseRef, table: string, keys: readonly string[]): Promise<Seen> {
  const sql = `
    with hashed as (
      select ('x' || left(md5(doc->>'_id'), 4))::bit(16)::int % ${GROUPS} as part,
        ('x' || left(md5(concat(doc->>'_id', ' ', doc->>'_rev')), 16))::bit(64)::bigint::numeric as hash
      from ${table}),
    grouped as (select part, count(*) as documents, count(*) || ' ' || sum(hash) as content from hashed group by part)
    select (select json_object_agg(source, coalesce(nullif(split_part(seq, '-', 1), ''), '0')) from couchdb_progress) as progress,
      coalesce(sum(documents), 0) as documents, coalesce(string_agg(concat(part, ' ', content), e'\\n' order by part), '') as groups from grouped`
  const [row] = await tools.databases.query(database, sql, { timeoutMs: 3_600_000 })
  const { progress, documents, groups } = seenRow.parse(row)
  return {
    groups,
    documents,
    read: new Map(keys.map((key) => [key, progress?.[key] ?? 0])),
  }
}
