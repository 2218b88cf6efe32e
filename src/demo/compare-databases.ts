import pg from 'pg'

/** One table or materialized view on both sides: rows and a hash that does not depend on their order. */
export interface TableComparison {
  name: string
  sourceRows: number | undefined
  targetRows: number | undefined
  equal: boolean
}

/** What a comparison found. */
export interface DatabaseComparison {
  equal: boolean
  tables: TableComparison[]
  /** One sentence for each difference; nothing from inside the documents. */
  differences: string[]
}

interface Contents {
  tables: Map<string, { rows: number; hash: string }>
  /** Indexes, views, functions, sequences and owners, as `kind name` to their definition. */
  structure: Map<string, string>
}

/** How to compare. */
export interface ComparisonOptions {
  /**
   * Refreshes the source's materialized views first. A restore computes them anew, but couch2pg that was stopped between
   * its import and its refresh leaves them behind the documents, and they stay so until the next change.
   */
  refreshSource?: boolean
}

/**
 * Compares two databases completely, by the bed itself and not by Drover: every row of every table and
 * materialized view, and the definitions of indexes, views, functions, sequences and constraints with
 * their owners. Each side is read in one snapshot; nothing may write meanwhile if the answer is to mean anything.
 */
export async function compareDatabases(
  sourceUrl: string,
  targetUrl: string,
  options: ComparisonOptions = {},
): Promise<DatabaseComparison> {
  if (options.refreshSource) await refreshViews(sourceUrl)
  const [source, target] = await Promise.all([readContents(sourceUrl), readContents(targetUrl)])
  const names = [...new Set([...source.tables.keys(), ...target.tables.keys()])].sort()
  const tables = names.map((name) => compareTable(name, source, target))
  const differences = [
    ...tables.filter(({ equal }) => !equal).map(tableSentence),
    ...structureSentences(source.structure, target.structure),
  ]
  return { equal: differences.length === 0, tables, differences }
}

function compareTable(name: string, source: Contents, target: Contents): TableComparison {
  const [left, right] = [source.tables.get(name), target.tables.get(name)]
  const equal = left !== undefined && left.rows === right?.rows && left.hash === right.hash
  return { name, sourceRows: left?.rows, targetRows: right?.rows, equal }
}

function tableSentence({ name, sourceRows, targetRows }: TableComparison): string {
  if (sourceRows === undefined) return `${name} is only on the target.`
  if (targetRows === undefined) return `${name} is only on the source, or not populated on the target.`
  if (sourceRows !== targetRows) return `${name} has ${sourceRows} rows on the source and ${targetRows} on the target.`
  return `${name} has ${sourceRows} rows on both sides, but not the same ones.`
}

function structureSentences(source: Map<string, string>, target: Map<string, string>): string[] {
  const names = [...new Set([...source.keys(), ...target.keys()])].sort()
  return names
    .filter((name) => source.get(name) !== target.get(name))
    .map((name) => {
      if (!source.has(name)) return `${name} is only on the target.`
      return target.has(name) ? `${name} is defined differently.` : `${name} is only on the source.`
    })
}

async function refreshViews(url: string): Promise<void> {
  await connected(url, (client) => client.query('SELECT refresh_matviews()'))
}

function readContents(url: string): Promise<Contents> {
  return connected(url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const { rows: names } = await client.query<{ name: string }>(TABLE_NAMES)
    const tables = new Map<string, { rows: number; hash: string }>()
    for (const { name } of names) tables.set(name, await readTable(client, name))
    const { rows: structure } = await client.query<{ name: string; definition: string }>(STRUCTURE)
    return { tables, structure: new Map(structure.map(({ name, definition }) => [name, definition])) }
  })
}

async function connected<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

async function readTable(client: pg.Client, name: string): Promise<{ rows: number; hash: string }> {
  const { rows } = await client.query<{ rows: string; hash: string }>(
    `SELECT count(*) AS rows, ${sumOfHashes(1)} || '-' || ${sumOfHashes(17)} AS hash
     FROM (SELECT md5(t::text) AS digest FROM ${name} t) hashed`,
  )
  const [row] = rows
  return { rows: Number(row?.rows ?? 0), hash: row?.hash ?? '' }
}

// A sum, unlike xor, also notices a row that is there twice.
function sumOfHashes(from: number): string {
  return `coalesce(sum(('x' || substr(digest, ${from}, 16))::bit(64)::bigint::numeric), 0)`
}

const USER_SCHEMA = `nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'`

// An unpopulated view cannot be read: it is left out here and then missing in the comparison.
const TABLE_NAMES = `
  SELECT format('%I.%I', nspname, relname) AS name
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE ${USER_SCHEMA} AND relkind IN ('r', 'm') AND relispopulated
  ORDER BY 1`

const STRUCTURE = `
  SELECT 'index ' || indexname AS name, indexdef AS definition
  FROM pg_indexes JOIN pg_namespace ON nspname = schemaname WHERE ${USER_SCHEMA}
  UNION ALL
  SELECT 'view ' || relname, pg_get_userbyid(relowner) || ': ' || pg_get_viewdef(pg_class.oid)
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE ${USER_SCHEMA} AND relkind IN ('v', 'm')
  UNION ALL
  SELECT 'table ' || relname, pg_get_userbyid(relowner) || ': ' || (
    SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull, ', ' ORDER BY attname)
    FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped)
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE ${USER_SCHEMA} AND relkind = 'r'
  UNION ALL
  SELECT 'function ' || proname, pg_get_userbyid(proowner) || ': ' || pg_get_functiondef(pg_proc.oid)
  FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace WHERE ${USER_SCHEMA} AND prokind = 'f'
  UNION ALL
  SELECT 'sequence ' || sequencename, sequenceowner || ': ' || coalesce(last_value, start_value)
  FROM pg_sequences JOIN pg_namespace ON nspname = schemaname WHERE ${USER_SCHEMA}
  UNION ALL
  SELECT 'constraint ' || conname, pg_get_constraintdef(pg_constraint.oid)
  FROM pg_constraint JOIN pg_namespace ON pg_namespace.oid = connamespace WHERE ${USER_SCHEMA}`
