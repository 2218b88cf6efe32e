import { formatCount } from '../model/amount.ts'
import type { Verdict } from '../model/check.ts'
import { shortHash } from './row-hashes.ts'
import type { Proof, TableHashes } from './row-hashes-table.ts'
import { type Compared, compareTables } from './same-rows-compare.ts'

/** What a comparison found out beside the hashes of the target. */
export interface Found {
  readonly measured: TableHashes
  /** Tables that differ, whose source is not what it was when it was hashed. */
  readonly drifted: readonly string[]
  /** Sentences about the rows of the tables that differ. */
  readonly named: readonly string[]
}

/** Equal at the level of the proof, with what that level cannot see; or which tables differ; or that it cannot be told. */
export function judgeSameRows(found: Found, { expected, proof }: { expected: TableHashes; proof: Proof }): Verdict {
  const compared = compareTables(expected, found.measured, proof)
  const differ = compared.filter(({ is }) => is === 'differs')
  const moved = differ.filter(({ table }) => found.drifted.includes(table))
  const wrong = differ.filter((one) => !moved.includes(one))
  const unknown = compared.filter(({ is }) => is === 'unknown')
  const base = { values: { different: differ.length, unknown: unknown.length }, table: tableOf(compared) }
  if (wrong.length > 0)
    return {
      ...base,
      outcome: 'fail',
      summary: [
        `${wrong.length} of ${tables(compared)} ${wrong.length === 1 ? 'differs' : 'differ'}: ${reasons(wrong)}.`,
        ...found.named,
      ].join(' '),
      advice: adviceOf(wrong),
    }
  if (moved.length > 0)
    return {
      ...base,
      outcome: 'error',
      summary: `Not comparable yet: ${moved.map(({ table }) => table).join(', ')} changed on the source after ${moved.length === 1 ? 'it was' : 'they were'} hashed.`,
      advice: 'Stop what writes to the source, or hash it under a snapshot, then compare again.',
    }
  if (unknown.length > 0)
    return {
      ...base,
      outcome: 'error',
      summary: `Could not tell whether ${unknown.length} of ${tables(compared)} ${unknown.length === 1 ? 'is' : 'are'} equal: ${reasons(unknown)}.`,
      advice: 'It does not count as equal. Hash source and target with the same proof, then compare again.',
    }
  return { ...base, outcome: 'pass', summary: equalAt(proof, compared) }
}

/** What the level saw, and how likely it is to miss a difference. */
function equalAt(proof: Proof, compared: readonly Compared[]): string {
  if (compared.length === 0) return 'There are no tables on either side.'
  const rows = formatCount(sumOf(compared.map(({ target }) => target?.rows ?? 0)))
  const hashed = formatCount(sumOf(compared.map(({ target }) => target?.hashedRows ?? 0)))
  const [all, hold, have] =
    compared.length === 1 ? ['The only table', 'holds', 'has'] : [`All ${tables(compared)}`, 'hold', 'have']
  const sentences = {
    count: `${all} ${have} as many rows as the source, ${rows} in all; a changed row would not be seen.`,
    sample: `${all} ${have} as many rows as the source, ${rows} in all, and the same ${hashed} in a sample of 1 % by a 128-bit hash; a single changed row goes unseen 99 times in 100.`,
    hash: `${all} ${hold} the same ${rows} ${rows === '1' ? 'row' : 'rows'} by a 128-bit hash of every row: an accidental difference would go unseen once in 10^38.`,
  }
  return sentences[proof]
}

function tableOf(compared: readonly Compared[]) {
  const words = { equal: 'equal', differs: 'differs', unknown: 'could not tell' }
  const rows = compared.map(({ table, is, source, target }) => [
    table,
    source?.rows ?? '-',
    target?.rows ?? '-',
    shortHash(source?.hash),
    shortHash(target?.hash),
    words[is],
  ])
  return { rows: [['Table', 'Source', 'Target', 'Source hash', 'Target hash', ''], ...rows] }
}

function adviceOf(wrong: readonly Compared[]): string {
  const doubled = wrong.some(
    ({ source, target }) => source && target && source.rows > 0 && target.rows === source.rows * 2,
  )
  const changed = wrong.every(({ source, target }) => source?.rows === target?.rows)
  return adviceFor(doubled ? 'doubled' : changed ? 'changed' : 'missing')
}

const CAUSES = {
  doubled: 'A table holds every row twice, so a restore ran twice or into a database that was not empty.',
  missing: 'Something wrote to the target, or rows are missing.',
  changed: 'Something changed rows on the target, or they changed on their way.',
}

/** The likely cause of a difference, and what to do about it. */
function adviceFor(cause: keyof typeof CAUSES): string {
  return `${CAUSES[cause]} Do not mend it in place: roll back, which drops the new database, and start again.`
}

function reasons(some: readonly Compared[]): string {
  return some
    .slice(0, 3)
    .map(({ table, why }) => `${table} ${why}`)
    .join('; ')
}

function tables({ length }: readonly Compared[]): string {
  return `${formatCount(length)} ${length === 1 ? 'table' : 'tables'}`
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
