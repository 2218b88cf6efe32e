import { formatMs } from './duration.ts'
import type { Run } from './run.ts'
import type { Eta } from './subcommand.ts'

/** An estimate in words, with the instant apart, since each reader has a clock of their own. */
export interface EtaWords {
  /** When people are needed next, or the run ends; undefined while nobody knows, or while it does not move. */
  readonly at?: string | undefined
  /** How much later it may be: `± 12 min`. */
  readonly spread?: string | undefined
  /** What follows those, or stands alone: `in about 40 min; median of 3 earlier runs`. */
  readonly rest: string
}

/** What is said of the time a run still takes. Every surface says it in these words. */
export function etaWords(run: Run, eta: Eta): EtaWords {
  const { remainingMs, lateMs, basis, asOf } = eta
  if (remainingMs === undefined) return { rest: `N/A, ${basis}` }
  const spread = spreadWords(remainingMs, lateMs)
  if (!isMoving(run) || asOf === undefined)
    return { rest: `${[`about ${formatMs(remainingMs)}`, ...spread].join(' ')} once it goes on; ${basis}` }
  const leftMs = remainingMs + Math.max(0, beginsInMs(run, asOf))
  const at = new Date(Date.parse(asOf) + leftMs).toISOString()
  return { at, spread: spread[0], rest: `in about ${formatMs(leftMs)}; ${basis}` }
}

/** How much later nine of ten runs are through at most; nothing where that is no second, or nobody knows. */
function spreadWords(likelyMs: number, lateMs = likelyMs): readonly string[] {
  return lateMs - likelyMs < 1000 ? [] : [`± ${formatMs(lateMs - likelyMs)}`]
}

/** Where people are needed, whose time is in no estimate, and the work from there on. Undefined where nobody is. */
export function laterWords({ people = [], afterMs }: Eta): string | undefined {
  if (people.length === 0) return undefined
  const work = afterMs === undefined ? 'not all of it was timed before' : `about ${formatMs(afterMs)} of work`
  return `From ${people[0]} on: ${work}. How long people take is in no number; they are needed at ${people.join(', ')}.`
}

function isMoving({ status, aborting }: Run): boolean {
  return aborting === undefined && ['scheduled', 'running', 'waiting', 'rolling-back'].includes(status)
}

/** A run that has not begun reckons from its instant. */
function beginsInMs({ status, schedule }: Run, asOf: string): number {
  return status === 'scheduled' && schedule ? Date.parse(schedule.startsAt) - Date.parse(asOf) : 0
}
