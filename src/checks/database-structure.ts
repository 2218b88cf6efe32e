import { z } from 'zod'
import type { Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { databaseArgs } from './database-args.ts'

const structureRow = z.object({ kind: z.string(), name: z.string(), detail: z.string() })

type Part = z.infer<typeof structureRow>

/** Is everything but the rows the same: columns, indexes, constraints, views, functions, owners, grants, sequences, and are all materialized views filled? */
export const sameStructure = defineCheck({
  name: 'same-structure',
  version: 1,
  args: z.object({ source: databaseArgs, target: databaseArgs }),
  title: () => 'Compare schema, owners, indexes and sequences',
  measure: async ({ source, target }, tools) => {
    const [before, after] = await Promise.all([parts(tools, source), parts(tools, target)])
    return { before, after }
  },
  judge: ({ before, after }): Verdict => judgeStructure(before, after),
})

export function judgeStructure(before: readonly Part[], after: readonly Part[]): Verdict {
  const found = new Map(after.map((part) => [`${part.kind} ${part.name}`, part.detail]))
  const wanted = new Map(before.map((part) => [`${part.kind} ${part.name}`, part.detail]))
  const wrong = [...new Set([...wanted.keys(), ...found.keys()])].filter((name) => wanted.get(name) !== found.get(name))
  const rows = wrong
    .slice(0, 50)
    .map((name) => [
      name,
      wanted.get(name) === undefined
        ? 'not on the source'
        : found.get(name) === undefined
          ? 'missing on the target'
          : 'differs',
    ])
  const values = { compared: wanted.size, different: wrong.length }
  if (wrong.length === 0)
    return {
      outcome: 'pass',
      values,
      summary: `All ${wanted.size} tables, columns, indexes, constraints, views, functions and sequences are as on the source.`,
    }
  const table = { rows: [['What', 'How'], ...rows] }
  return {
    outcome: 'fail',
    values,
    table,
    summary: `${wrong.length} ${wrong.length === 1 ? 'thing differs' : 'things differ'} from the source, first of all ${rows[0]?.join(' ')}.`,
    advice:
      'Look at the list. A materialized view that is not filled: refresh it by hand with search_path = public, then retry.',
  }
}

async function parts(tools: Tools, database: DatabaseRef): Promise<readonly Part[]> {
  const rows = await tools.databases.query(database, STRUCTURE_SQL, { timeoutMs: 120_000 })
  return rows.map((row) => structureRow.parse(row))
}

const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'drover') and n.nspname !~ '^pg_'`

const STRUCTURE_SQL = `
  select case c.relkind when 'r' then 'table' when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' when 'i' then 'index' else 'relation' end as kind,
    format('%I.%I', n.nspname, c.relname) as name,
    concat_ws(' ', 'owner', pg_get_userbyid(c.relowner), (select string_agg(a::text, ',' order by a::text) from unnest(c.relacl) a),
      case when c.relkind = 'm' then 'filled ' || c.relispopulated::text end,
      case when c.relkind = 'i' then (select pg_get_indexdef(c.oid) || ' valid ' || indisvalid::text from pg_index where indexrelid = c.oid) end,
      case when c.relkind in ('v', 'm') then md5(pg_get_viewdef(c.oid)) end) as detail
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'S', 'i') and ${OURS}
  union all
  select 'column', format('%I.%I.%I', n.nspname, c.relname, a.attname),
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull::text, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm') and ${OURS}
  union all
  select 'constraint', format('%I.%I', n.nspname, o.conname || ' of ' || o.conrelid::regclass::text), pg_get_constraintdef(o.oid)
  from pg_constraint o join pg_namespace n on n.oid = o.connamespace where o.conrelid <> 0 and ${OURS}
  union all
  select 'function', format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), concat_ws(' ', pg_get_userbyid(p.proowner), md5(p.prosrc))
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${OURS}
  union all
  select 'sequence value', format('%I.%I', schemaname, sequencename), coalesce(last_value::text, 'unused') from pg_sequences where schemaname <> 'drover'
  union all
  select 'trigger', format('%I.%I', n.nspname, t.tgname || ' of ' || t.tgrelid::regclass::text), pg_get_triggerdef(t.oid)
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where not t.tgisinternal and ${OURS}
  order by 1, 2`
