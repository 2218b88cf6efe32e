import { formatCount } from './amount.ts'
import { formatMs } from './duration.ts'
import type { RehearsalPolicy } from './policy.ts'
import { tookItselfBack } from './rehearsal.ts'
import { outputOf, progressOf, type Run, type StepProgress } from './run.ts'

/** What a rehearsal that ended well has shown. */
export interface Rehearsed {
  readonly run: string
  readonly endedAt: string
  readonly tookMs: number
  /** Rows that were copied and proven; undefined when it did not count them. */
  readonly rows?: number | undefined
  /** What it made was taken back in the end, by the undo of each step. */
  readonly reversed: boolean
  /** Ids of steps that somebody skipped, so that nobody knows how they would have gone. */
  readonly skipped: readonly string[]
}

/** What was learnt from a run, if it is a rehearsal that ended well. */
export function rehearsedBy(run: Run): Rehearsed | undefined {
  const { id, plan, status, startedAt, endedAt } = run
  if (plan.rehearses === undefined || status !== 'succeeded' || endedAt === undefined) return undefined
  const rows = outputOf(run, 'baseline', 'total')
  return {
    run: id,
    endedAt,
    tookMs: Date.parse(endedAt) - Date.parse(startedAt),
    reversed: tookItselfBack(run),
    skipped: plan.steps.filter((step) => isSkippedByPerson(progressOf(run, step.id))).map((step) => step.id),
    ...(typeof rows === 'number' && { rows }),
  }
}

/** One that Drover found unneeded was not skipped by anybody. */
function isSkippedByPerson({ state, by }: StepProgress): boolean {
  return state === 'skipped' && by !== undefined
}

/** How many rows production has now, or why nobody could tell. */
export type RowsNow = { readonly rows: number } | { readonly unknown: string }

/** Why a rehearsal is not enough for a start, one sentence a rule; empty when it is. What nobody can tell is not enough. */
export function lacksOf(
  { run, endedAt, rows, reversed, skipped }: Rehearsed,
  policy: RehearsalPolicy,
  rowsNow: RowsNow,
  now: Date,
): readonly string[] {
  const ageMs = now.getTime() - Date.parse(endedAt)
  return [
    ...(ageMs > policy.withinMs ? [tooOld(run, inDays(ageMs), inDays(policy.withinMs))] : []),
    ...(skipped.length > 0
      ? [`In rehearsal ${run} somebody skipped ${skipped.join(', ')}, so nobody knows how that goes.`]
      : []),
    ...(policy.leastPercent > 0 ? lackOfRows(run, rows, rowsNow, policy.leastPercent) : []),
    ...(policy.reverse && !reversed
      ? [`Rehearsal ${run} did not take back what it made; that has to be rehearsed, too.`]
      : []),
  ]
}

function tooOld(run: string, age: string, allowed: string): string {
  return `Rehearsal ${run} is ${age === allowed ? `more than ${age}` : age} old; ${allowed} ${allowed.startsWith('1 ') ? 'is' : 'are'} allowed.`
}

function lackOfRows(run: string, rows: number | undefined, now: RowsNow, leastPercent: number): readonly string[] {
  const needed = `${leastPercent} % have to be rehearsed`
  if (rows === undefined) return [`Rehearsal ${run} did not count its rows, and ${needed}.`]
  if ('unknown' in now)
    return [
      `How many rows there are now could not be told (${now.unknown}), so nobody knows what share of them rehearsal ${run} moved; ${needed}.`,
    ]
  const percent = now.rows === 0 ? 100 : (rows / now.rows) * 100
  if (percent >= leastPercent) return []
  return [
    `Rehearsal ${run} moved ${formatCount(rows)} rows, ${Math.floor(percent)} % of the ${formatCount(now.rows)} there are now; ${needed}.`,
  ]
}

const DAY_MS = 86_400_000

/** Days where there are some, so that ages and limits read alike. */
function inDays(ms: number): string {
  const days = Math.floor(ms / DAY_MS)
  return days === 0 ? formatMs(ms) : `${days} ${days === 1 ? 'day' : 'days'}`
}

/** `rehearsal k3f9 took 38 min`. */
export function tookWords({ run, tookMs }: Rehearsed): string {
  return `rehearsal ${run} took ${formatMs(tookMs)}`
}
