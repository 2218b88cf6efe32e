import { z } from 'zod'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { plainText } from './plain-text.ts'

/** A query made from names: a server runs such a text only through a function, and ts_stat is one that all of them have. */
const READ = `format('select array_to_tsvector(array[concat_ws('' '', last_value, is_called)]) from %I.%I', n.nspname, c.relname)`

/**
 * Each sequence is read by itself: pg_sequences shows neither one that was set and not used since, nor one that the login
 * may not read. Of an extension's only those that it says are to be kept.
 */
const STATES = `
  select ${plainText(`format('%I.%I', n.nspname, c.relname)`)} as name, s.*,
    case when has_schema_privilege(n.oid, 'usage') and has_sequence_privilege(c.oid, 'select') then (select word from ts_stat(${READ})) end as state
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_sequence s on s.seqrelid = c.oid
  where c.relkind = 'S' and c.relpersistence <> 't' and n.nspname <> 'drover' and n.nspname !~ '^pg_'
    and (not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      or exists (select from pg_extension e where c.oid = any (e.extconfig)))`

/** The number that each gives next: one past the ends of the range says that it is used up. */
const PLACES = `
  select name, seqincrement::text as step, case when seqcycle then (seqmax::numeric - seqmin + 1)::text end as round,
    (case when not called then last when seqcycle and last + seqincrement > seqmax then seqmin
      when seqcycle and last + seqincrement < seqmin then seqmax else last + seqincrement end)::text as next
  from (select *, split_part(state, ' ', 1)::numeric as last, split_part(state, ' ', 2) = 't' as called from (${STATES}) t) t`

/** Where the sequences stand now, as a JSON text in one line: name to the number that comes next, null for one that may not be read. */
export const SEQUENCE_PLACES_JSON_SQL = `select coalesce(json_object_agg(name, next)::text, '{}') as places from (${PLACES}) p`

/** Where sequences stood: name to the number that came next. */
export const sequencePlaces = z.record(z.string(), z.string().nullable())
export type SequencePlaces = z.infer<typeof sequencePlaces>

/** A sequence: what it gives next (unknown when it may not be read), in which steps, and how long its round is if it has one. */
export interface Sequence {
  readonly next: bigint | undefined
  readonly step: bigint
  readonly round: bigint | undefined
}

const placesRow = z.object({ places: z.string() })
const number = z.string().nullable()
const sequenceRow = z.object({ name: z.string(), step: z.string(), round: number, next: number })
const options = { timeoutMs: 120_000, searchPath: 'pg_catalog' }

/** Sequences are part of no snapshot: with one, those of the moment are listed, as they stand now. */
export async function readSequencePlaces(
  tools: Tools,
  database: DatabaseRef,
  snapshot?: string,
): Promise<SequencePlaces> {
  const asOf = snapshot === undefined ? options : { ...options, snapshot }
  const [row] = await tools.databases.query(database, SEQUENCE_PLACES_JSON_SQL, asOf)
  return sequencePlaces.parse(JSON.parse(placesRow.parse(row).places))
}

/** Every sequence of a database by its name. */
export async function readSequences(tools: Tools, database: DatabaseRef): Promise<ReadonlyMap<string, Sequence>> {
  const rows = await tools.databases.query(database, `${PLACES} order by name`, options)
  return new Map(
    rows
      .map((row) => sequenceRow.parse(row))
      .map(({ name, step, round, next }) => [name, { next: whole(next), step: BigInt(step), round: whole(round) }]),
  )
}

function whole(text: string | null): bigint | undefined {
  return text === null ? undefined : BigInt(text)
}
