import { z } from 'zod'
import type { Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { databaseArgs } from './database-args.ts'
import { STRUCTURE_SQL } from './database-structure-sql.ts'

const structureRow = z.object({
  kind: z.string(),
  name: z.string(),
  detail: z.string(),
  definition: z.string().default(''),
})

type Part = z.input<typeof structureRow>

/**
 * Is everything but the rows the same: columns, indexes, constraints, views, functions, types, policies, triggers, owners,
 * grants, sequences, and are all materialized views filled? What a move cannot or need not carry is a warning.
 */
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

/** Belong to the database or the server rather than to what is moved, or to nobody but readers. */
const SOFT_KINDS = ['comment', 'database', 'extension version']
const HARD_PARTS = ['database encoding']

interface Finding {
  readonly what: string
  readonly how: string
  readonly soft: boolean
}

/** Names what differs: first what is wrong, then what only wants a look. */
export function judgeStructure(before: readonly Part[], after: readonly Part[]): Verdict {
  const [wanted, found] = [byName(before), byName(after)]
  const sameServer = wanted.get(VERSION)?.detail === found.get(VERSION)?.detail
  const names = [...new Set([...wanted.keys(), ...found.keys()])].filter((name) => name !== VERSION)
  const findings = names.flatMap((name) => findingOf(name, wanted.get(name), found.get(name), sameServer) ?? [])
  const wrong = findings.filter(({ soft }) => !soft)
  const soft = findings.filter((finding) => finding.soft)
  const compared = [...wanted.keys()].filter((name) => name !== VERSION).length
  const rows = [...wrong, ...soft].slice(0, 50).map(({ what, how }) => [what, how])
  const values = { compared, different: wrong.length, ...(soft.length > 0 && { toLookAt: soft.length }) }
  const all = `All ${compared} tables, columns, indexes, constraints, views, functions and sequences are as on the source`
  if (findings.length === 0) return { outcome: 'pass', values, summary: `${all}.` }
  const table = { rows: [['What', 'How'], ...rows] }
  if (wrong.length === 0)
    return {
      outcome: 'warn',
      values,
      table,
      summary: `${all}, but ${soft.length} ${soft.length === 1 ? 'thing wants' : 'things want'} a look: ${rows[0]?.join(' ')}.`,
      advice: 'The copy does not carry these. Look at the list, and set by hand what is needed.',
    }
  return {
    outcome: 'fail',
    values,
    table,
    summary: `${wrong.length} ${wrong.length === 1 ? 'thing differs' : 'things differ'} from the source, first of all ${rows[0]?.join(' ')}.`,
    advice:
      'Look at the list. A materialized view that is not filled: refresh it by hand with search_path = public, then retry.',
  }
}

const VERSION = 'server version'

function byName(some: readonly Part[]): ReadonlyMap<string, Part> {
  return new Map(some.map((part) => [`${part.kind} ${part.name}`, part]))
}

function findingOf(
  what: string,
  before: Part | undefined,
  after: Part | undefined,
  sameServer: boolean,
): Finding | undefined {
  const soft = SOFT_KINDS.includes((before ?? after)?.kind ?? '') && !HARD_PARTS.includes(what)
  if (!before) return { what, how: 'not on the source', soft }
  if (!after && isInvalid(before)) return { what, how: 'not valid on the source, and not copied', soft: true }
  if (!after) return { what, how: 'missing on the target', soft }
  if (before.detail !== after.detail) return { what, how: 'differs', soft }
  if ((before.definition ?? '') !== (after.definition ?? ''))
    return sameServer
      ? { what, how: 'differs', soft }
      : { what, how: 'reads differently, perhaps for the other version of the server', soft: true }
  return isInvalid(after) ? { what, how: 'not valid on either side', soft: true } : undefined
}

/** An index whose building failed: it takes space and time and is never used. */
function isInvalid({ kind, detail }: Part): boolean {
  return kind === 'index' && / valid (f|false)\b/.test(detail)
}

async function parts(tools: Tools, database: DatabaseRef): Promise<readonly Part[]> {
  const options = { timeoutMs: 120_000, searchPath: 'pg_catalog' }
  const rows = await tools.databases.query(database, STRUCTURE_SQL, options)
  return rows.map((row) => structureRow.parse(row))
}
