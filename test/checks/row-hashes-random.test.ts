import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rowHashes } from '../../src/checks/row-hashes.ts'
import { tableHashes } from '../../src/checks/row-hashes-table.ts'
import { compareTables } from '../../src/checks/same-rows-compare.ts'
import { hashLike } from '../../src/checks/same-rows-measure.ts'
import { startRealCluster } from './bed/cluster.ts'
import { SCOPE } from './fake-tools.ts'

const cluster = await startRealCluster()

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Text that Postgres takes: no NUL, no half of a pair. */
const words = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\0', ''))
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value).replaceAll('\\u0000', ''))

const VALUES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  int: fc.integer().map(String),
  bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  text: words,
  jsonb: json,
  json,
  float8: fc.double().map(String),
  numeric: fc.constantFrom('0', '-0', '1', '1.0', '1.00', '12.3400', 'NaN', '1e-20'),
  timestamptz: fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  bytea: fc.uint8Array({ maxLength: 8 }).map((bytes) => `\\x${Buffer.from(bytes).toString('hex')}`),
  'int[]': fc.array(fc.integer(), { maxLength: 3 }).map((numbers) => `{${numbers.join()}}`),
  bool: fc.boolean().map(String),
  uuid: fc.uuid(),
}

interface RandomTable {
  readonly types: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly change: Change
}

interface Change {
  readonly kind: 'update' | 'delete' | 'double' | 'swap'
  readonly row: number
  readonly other: number
  readonly column: number
  readonly value: string
}

function cell(type: string): fc.Arbitrary<string> {
  return fc.option((VALUES[type] ?? fc.constant('')).map(literal), { nil: 'null', freq: 8 })
}

const table: fc.Arbitrary<RandomTable> = fc
  .array(fc.constantFrom(...Object.keys(VALUES)), { minLength: 1, maxLength: 4 })
  .chain((types) => {
    const rows = fc.array(fc.tuple(...types.map(cell)), { minLength: 1, maxLength: 8 })
    const place = fc.nat(100)
    return fc.record({
      types: fc.constant(types),
      rows,
      change: fc.nat(types.length - 1).chain((column) =>
        fc.record({
          kind: fc.constantFrom('update', 'delete', 'double', 'swap'),
          ...{ row: place, other: place, column: fc.constant(column), value: cell(types[column] ?? '') },
        }),
      ),
    })
  })

function createSql({ types, rows }: RandomTable, name: string): string {
  const columns = types.map((type, index) => `c${index} ${type}`).join(', ')
  return `create table ${name} (${columns}); insert into ${name} values ${rows.map((row) => `(${row.join(', ')})`).join(', ')};`
}

function changeSql({ rows, change }: RandomTable, name: string): string {
  const at = (row: number) => `(select ctid from ${name} order by ctid offset ${row % rows.length} limit 1)`
  const column = `c${change.column}`
  const valueAt = (row: number) => `(select ${column} from ${name} order by ctid offset ${row % rows.length} limit 1)`
  const [a, b] = [change.row, change.other]
  return {
    update: `update ${name} set ${column} = ${change.value} where ctid = ${at(a)};`,
    delete: `delete from ${name} where ctid = ${at(a)};`,
    double: `insert into ${name} select * from ${name} where ctid = ${at(a)};`,
    swap: `update ${name} set ${column} = case when ctid = ${at(a)} then ${valueAt(b)} else ${valueAt(a)} end where ctid in (${at(a)}, ${at(b)});`,
  }[change.kind]
}

/** What COPY says of each table, its rows in order: told apart without any of our hashes. No line is empty, so none is trimmed. */
async function contents(database: string, names: readonly string[]): Promise<readonly string[]> {
  const lists: string[] = []
  for (const name of names)
    lists.push(
      await cluster.psql(
        database,
        `set timezone = 'UTC'; copy (select 'row', x.* from ${name} x order by x::text collate "C") to stdout;`,
      ),
    )
  return lists
}

/** By the server's own function, or as if the target were of another version. */
async function compare(sameVersion: boolean) {
  const target = { ...where, database: TO }
  const { args } = rowHashes({ on: where, proof: 'hash', streams: 2, ...(sameVersion && { target }) })
  const expected = tableHashes.parse((await rowHashes.registered.run(args, cluster.tools, SCOPE)).outputs?.['hashes'])
  const measured = await hashLike(cluster.tools, target, expected, 'hash', { streams: 2 })
  return new Map(compareTables(expected, measured, 'hash').map(({ table, is }) => [table, is]))
}

const MOST_TABLES = 10
const [FROM, TO] = ['original', 'copied']
const where = await cluster.fill(FROM, '')
await cluster.fill(TO, '')
const EMPTY = Array.from({ length: MOST_TABLES }, (_, index) => `drop table if exists t${index};`).join(' ')

test('a copy of random tables is equal, and one random change of each is seen whenever there is one', async () => {
  const some = fc.array(table, { minLength: 6, maxLength: MOST_TABLES })
  const property = fc.asyncProperty(some, fc.boolean(), async (tables, sameVersion) => {
    const names = tables.map((_, index) => `t${index}`)
    await cluster.psql(TO, EMPTY)
    await cluster.psql(FROM, [EMPTY, ...tables.map((one, index) => createSql(one, `t${index}`))].join('\n'))
    await cluster.copy(FROM, TO)
    const copied = await compare(sameVersion)
    assert.deepEqual(
      [...copied.values()],
      names.map(() => 'equal'),
    )
    await cluster.psql(TO, tables.map((one, index) => changeSql(one, `t${index}`)).join('\n'))
    const compared = await compare(sameVersion)
    const [before, after] = [await contents(FROM, names), await contents(TO, names)]
    for (const [index, name] of names.entries())
      assert.equal(compared.get(`public.${name}`), before[index] === after[index] ? 'equal' : 'differs', name)
  })
  await fc.assert(property, { numRuns: 4, endOnFailure: true, includeErrorInReport: true })
})
