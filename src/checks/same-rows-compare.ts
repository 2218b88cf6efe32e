import { formatCount } from '../model/amount.ts'
import type { Proof, TableHash, TableHashes } from './row-hashes-table.ts'

/** One table on both sides. `unknown` means that the two were not measured the same way, so that nothing can be said. */
export interface Compared {
  readonly table: string
  readonly is: 'equal' | 'differs' | 'unknown'
  readonly source?: TableHash | undefined
  readonly target?: TableHash | undefined
  /** What is wrong, to follow the table's name. */
  readonly why: string
}

/** Every table of either side, what is worst first. */
export function compareTables(expected: TableHashes, measured: TableHashes, proof: Proof): readonly Compared[] {
  const tables = [...new Set([...Object.keys(expected), ...Object.keys(measured)])]
  return tables.map((table) => compareTable(table, expected[table], measured[table], proof)).sort(worstFirst)
}

function compareTable(
  table: string,
  source: TableHash | undefined,
  target: TableHash | undefined,
  proof: Proof,
): Compared {
  const sides = { table, source, target }
  const differs = (why: string): Compared => ({ ...sides, is: 'differs', why })
  const unknown = (why: string): Compared => ({ ...sides, is: 'unknown', why })
  if (!source || !target || source.rows !== target.rows)
    return differs(
      `has ${target ? formatCount(target.rows) : 'no table'} on the target and ${source ? formatCount(source.rows) : 'no table'} on the source`,
    )
  if (proof === 'count') return { ...sides, is: 'equal', why: '' }
  if (!source.way || !source.hash) return unknown('was only counted on the source')
  if (!target.way || !target.hash) return unknown('was only counted on the target')
  if (source.way.columns !== target.way.columns) return differs('has other columns than on the source')
  if (!sameWay(source, target)) return unknown('was hashed in another way on the source')
  if ((proof === 'sample') !== (source.way.sampledBy !== undefined))
    return unknown(`was hashed ${proof === 'sample' ? 'whole' : 'in a sample only'} on the source`)
  if (source.hash !== target.hash)
    return differs(`has as many rows as the source (${formatCount(source.rows)}), but not the same`)
  return { ...sides, is: 'equal', why: '' }
}

function sameWay({ way: a }: TableHash, { way: b }: TableHash): boolean {
  return a?.by === b?.by && a?.encoding === b?.encoding && a?.sampledBy === b?.sampledBy
}

const RANK = { differs: 0, unknown: 1, equal: 2 }

function worstFirst(a: Compared, b: Compared): number {
  const gap = ({ source, target }: Compared) => Math.abs((source?.rows ?? 0) - (target?.rows ?? 0))
  return RANK[a.is] - RANK[b.is] || gap(b) - gap(a) || (b.source?.rows ?? 0) - (a.source?.rows ?? 0)
}
