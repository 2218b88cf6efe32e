import type { PersonCommand, Report } from './command.ts'
import { formatMs } from './duration.ts'
import type { EventBody } from './event.ts'
import { isOver } from './gate-clock.ts'
import { utcWords } from './instant.ts'
import { startAt } from './next.ts'
import type { Run } from './run.ts'
import { hasBegun, isLate, isNews, nextLook, type Schedule } from './schedule.ts'
import { gateOf } from './step.ts'
import { refuse } from './user-error.ts'

type Steer = Exclude<PersonCommand, { type: 'start' }>

const FURTHEST_MS = 366 * 24 * 3_600_000

/** Throws a UserError when a run cannot be started for that instant. */
export function refuseInstant(startsAt: string, at: string): void {
  const aheadMs = Date.parse(startsAt) - Date.parse(at)
  if (aheadMs <= 0)
    refuse('instant-over', `${utcWords(startsAt)} was ${formatMs(-aheadMs)} ago. Nothing was scheduled.`)
  if (aheadMs > FURTHEST_MS)
    refuse('instant-far', `${utcWords(startsAt)} is more than a year away. Look at the year. Nothing was scheduled.`)
}

/** What a report on a scheduled run changes: its start, or what its first checks found. */
export function decideSchedule(
  run: Run,
  report: Extract<Report, { type: 'due' | 'preflighted' }>,
  at: string,
): readonly EventBody[] {
  const { schedule } = run
  if (!schedule || hasBegun(run) || run.aborting) return []
  if (report.type === 'due') return run.hold ? [] : due(run, schedule, at)
  const { evidence, people, look } = report
  if (look !== nextLook(schedule)) return []
  return [{ type: 'preflighted', evidence, people, isNews: isNews(schedule.preflight, { evidence, people }) }]
}

function due(run: Run, schedule: Schedule, at: string): readonly EventBody[] {
  if (!isOver(schedule.startsAt, at)) return []
  if (isLate(schedule, at)) return [{ type: 'hold-asked', reason: missed(schedule, at) }]
  return begin(run)
}

function missed({ startsAt }: Schedule, at: string): string {
  return `It was to begin at ${utcWords(startsAt)}, and Drover was not there before ${utcWords(at)}. Nothing begins that late by itself`
}

/** A run whose rest is over goes on waiting for its instant, or begins when that has passed. */
export function releaseScheduled(run: Run, { startsAt }: Schedule, at: string): readonly EventBody[] {
  return isOver(startsAt, at) ? [{ type: 'released' }, ...begin(run)] : [{ type: 'released' }]
}

function begin(run: Run): readonly EventBody[] {
  return [{ type: 'begun' }, ...startAt(run, run.at)]
}

const BEFORE_IT_BEGINS: readonly Steer['type'][] = [
  'attend',
  'hold',
  'release',
  'abort',
  'adopt',
  'drive',
  'watch',
  'unwatch',
]

/** There is nothing to retry, skip, decide or take back before a run has begun. */
export function refuseBeforeItBegins(run: Run, { type }: Steer): void {
  if (hasBegun(run) || BEFORE_IT_BEGINS.includes(type)) return
  refuse(
    'not-begun',
    `${run.id} has not begun; it is to begin at ${utcWords(run.schedule?.startsAt ?? run.startedAt)}. Until then it can be held, released or aborted. /migrate why ${run.id} says what it waits for.`,
  )
}

/** Whether somebody can be there for the decisions of a scheduled run. Said twice, it is said once. */
export function attend(run: Run, { by, here }: Extract<Steer, { type: 'attend' }>): readonly EventBody[] {
  if (hasBegun(run))
    refuse('already-begun', `${run.id} has begun. /migrate who ${run.id} says whose decision is missing.`)
  const asked = new Set(run.plan.steps.flatMap((step) => Object.keys(gateOf(step)?.approvals ?? {})))
  const roles = by.roles.filter((role) => asked.has(role))
  if (by.id === run.startedBy)
    refuse('own-run', `You started ${run.id}, so others decide on it. /migrate who ${run.id} names them.`)
  if (roles.length === 0)
    refuse(
      'role-not-asked',
      `No gate of ${run.id} asks for a role that you hold. It asks for ${[...asked].join(' and ') || 'nobody'}.`,
    )
  const before = run.schedule?.attending?.[by.id]
  return before?.here === here ? [] : [{ type: 'attendance-said', here, roles }]
}
