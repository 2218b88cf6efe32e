import { formatCount } from '../model/amount.ts'

/** Which rows of a table differ: how many, and where their keys are. A table without a key has no changed rows and no file. */
export interface Difference {
  readonly table: string
  readonly missing: number
  readonly changed: number
  readonly extra: number
  /** Host and path of the keys. */
  readonly keys?: { readonly host: string; readonly path: string } | undefined
  /** Set when only some of the parts that differ were looked into. */
  readonly parts?: { readonly seen: number; readonly different: number } | undefined
}

/** Numbers and a path; never a key, since keys may be people's names. */
export function differenceSentence({ table, missing, changed, extra, keys, parts }: Difference): string {
  const where = parts
    ? `${table} (${formatCount(parts.seen)} of its ${formatCount(parts.different)} parts that differ were looked into)`
    : table
  if (keys)
    return `${where}: ${rows(missing)} missing, ${formatCount(changed)} changed, ${formatCount(extra)} extra. Their keys are in ${keys.path} on ${keys.host}.`
  return `${where}: ${rows(missing)} only on the source, ${formatCount(extra)} only on the target. It has no key to name them by.`
}

/** Why the rows of a table could not be named. */
export function unnamedSentence(table: string, why: string): string {
  return `The rows of ${table} that differ could not be named: ${why}`
}

function rows(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'row is' : 'rows are'}`
}
