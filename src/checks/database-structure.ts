import { z } from 'zod'
import type { Verdict } from '../model/check.ts'
import { defineCheck } from '../model/define-check.ts'
import type { DatabaseRef, Tools } from '../model/ports.ts'
import { databaseArgs } from './database-args.ts'
import {
  byName,
  type Cause,
  type Finding,
  findingsOf,
  type Part,
  type Parts,
  VERSION,
} from './database-structure-findings.ts'
import { type Sequences, sequenceFindings } from './database-structure-sequences.ts'
import { STRUCTURE_SQL, STRUCTURE_THEN_SQL } from './database-structure-sql.ts'
import { readSequences, sequencePlaces } from './sequence-places.ts'

const structureRow = z.object({
  kind: z.string(),
  name: z.string(),
  detail: z.string(),
  definition: z.string().default(''),
})

const args = z.object({
  source: databaseArgs,
  target: databaseArgs,
  /** Where the source's sequences stood when it was copied: the output `sequences` of rowHashes, or the same as a text. */
  from: z.preprocess((given) => (typeof given === 'string' ? JSON.parse(given) : given), sequencePlaces).optional(),
  /** The moment of the source that was copied, if it is held still: tells what was changed on the source since. */
  snapshot: z.string().optional(),
})

/**
 * Is everything but the rows the same: columns, indexes, constraints, views, functions, types, policies, triggers, owners,
 * grants, sequences, and are all materialized views filled? What a move cannot or need not carry is a warning.
 */
export const sameStructure = defineCheck({
  name: 'same-structure',
  version: 1,
  args,
  title: () => 'Compare schema, owners, indexes and sequences',
  measure: (given, tools) => measureBoth(tools, given),
  judge: (found): Verdict => judgeStructure(found),
})

/** Both sides, and the source as it was at the moment of the copy where that was asked for and is still held. */
export interface Structures {
  readonly before: Parts
  readonly after: Parts
  readonly copied?: Parts | undefined
  readonly sequences: Sequences
}

async function measureBoth(
  tools: Tools,
  { source, target, from, snapshot }: z.infer<typeof args>,
): Promise<Structures> {
  const [before, after, here, there] = await Promise.all([
    readParts(tools, source),
    readParts(tools, target),
    readSequences(tools, source),
    readSequences(tools, target),
  ])
  const found = { before, after, sequences: { from, source: here, target: there } }
  const isWrong = findingsOf(before, after).some(({ cause }) => mustBeMended(cause))
  if (snapshot === undefined || !isWrong) return found
  // Only explains what is wrong, so it may fail: the moment may have been let go of by now.
  const copied = await readParts(tools, source, STRUCTURE_THEN_SQL, snapshot).catch(() => undefined)
  return { ...found, copied }
}

async function readParts(tools: Tools, database: DatabaseRef, sql = STRUCTURE_SQL, snapshot?: string): Promise<Parts> {
  const options = { timeoutMs: 120_000, searchPath: 'pg_catalog', ...(snapshot !== undefined && { snapshot }) }
  const rows = await tools.databases.query(database, sql, options)
  return byName(rows.map((row): Part => structureRow.parse(row)))
}

/** Worst first: in this order they are told, with what to do about each. */
const ADVICE: Readonly<Record<Cause, string>> = {
  behind:
    'A sequence that stands behind gives numbers that the copied rows may hold already: set it by hand with setval, then retry.',
  wrong:
    'Look at the list. If somebody changed the source after the moment of the copy, do the same on the target and retry; a new table has rows that were not copied, so roll back and start again.',
  unfilled: 'A materialized view that is not filled: refresh it by hand with search_path = public, then retry.',
  changed:
    'Somebody changed the source after the moment of the copy, which the copy cannot have. Do the same on the target and retry, and change nothing more on the source. A new table has rows that were not copied: roll back and start again.',
  left: 'The copy does not carry these. Look at the list, and set by hand what is needed.',
  moved:
    'The source went on after the moment of the copy. The target has what the copied rows need: leave its sequences as they are.',
}
const ORDER: readonly Cause[] = ['behind', 'wrong', 'unfilled', 'changed', 'left', 'moved']

function mustBeMended(cause: Cause): boolean {
  return cause !== 'left' && cause !== 'moved'
}

/** Names what differs: first what is wrong, then what only wants a look. */
export function judgeStructure({ before, after, copied, sequences }: Structures): Verdict {
  const findings = [...findingsOf(before, after, copied), ...sequenceFindings(sequences)]
  const sorted = ORDER.flatMap((cause) => findings.filter((finding) => finding.cause === cause))
  const wrong = sorted.filter(({ cause }) => mustBeMended(cause))
  const compared = [...before.keys()].filter((name) => name !== VERSION).length + sequences.source.size
  const base = { values: valuesOf(compared, sorted), tolerance: { movedOn: 'any' as const } }
  const all = `All ${compared} tables, columns, indexes, constraints, views, functions and sequences are as on the source`
  const [first] = sorted
  if (!first) return { ...base, outcome: 'pass', summary: `${all}.` }
  const told = { ...base, table: tableOf(sorted), advice: adviceFor(wrong.length > 0 ? wrong : sorted) }
  const worst = `${first.what} ${first.how}`
  if (wrong.length === 0)
    return {
      ...told,
      outcome: 'warn',
      summary: `${all}, but ${sorted.length} ${sorted.length === 1 ? 'thing wants' : 'things want'} a look: ${worst}.`,
    }
  return {
    ...told,
    outcome: 'fail',
    summary: `${wrong.length} ${wrong.length === 1 ? 'thing differs' : 'things differ'} from the source, first of all ${worst}.`,
  }
}

/** How many sequences the source moves on says nothing about the copy. */
function valuesOf(compared: number, findings: readonly Finding[]) {
  const count = (wanted: (cause: Cause) => boolean) => findings.filter(({ cause }) => wanted(cause)).length
  const [toLookAt, movedOn] = [count((cause) => cause === 'left'), count((cause) => cause === 'moved')]
  return {
    compared,
    different: count(mustBeMended),
    ...(toLookAt > 0 && { toLookAt }),
    ...(movedOn > 0 && { movedOn }),
  }
}

function tableOf(findings: readonly Finding[]) {
  return { rows: [['What', 'How'], ...findings.slice(0, 50).map(({ what, how }) => [what, how])] }
}

function adviceFor(findings: readonly Finding[]): string {
  return ORDER.filter((cause) => findings.some((finding) => finding.cause === cause))
    .map((cause) => ADVICE[cause])
    .join(' ')
}
