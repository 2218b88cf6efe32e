import { canonical } from './json.ts'
import { actsOf, type Plan } from './plan.ts'
import type { Rehearsal } from './rehearsal.ts'
import { show } from './shell.ts'
import type { Act, ActionAct, JobAct, Step } from './step.ts'

/** Something of production that has a name, such as a database; its lock says what it is. */
interface Spared {
  readonly lock: string
  readonly host: string
  readonly name: string
}

/**
 * How a rehearsal could reach production, a sentence each; empty when it cannot. It trusts no good intention: whatever
 * changes something may not name what production's locks stand for, unless it says that it reads it, and only there.
 */
export function lintRehearsal(rehearsal: Rehearsal, production: Plan): readonly string[] {
  const spared = production.locks.flatMap(namedBy)
  if (spared.length === 0)
    return [`${production.migration} locks nothing that has a name, so nobody can tell what a rehearsal has to spare.`]
  const sameActs = new Set(production.steps.flatMap(actsOf).map((act) => canonical(act)))
  return [
    ...lintLocks(rehearsal, spared),
    ...rehearsal.steps.flatMap((step) => lintStep(step, rehearsal, spared, sameActs)),
  ]
}

/** `database:old-pg:5432/cht` stands for something called cht on old-pg; a lock without a name is only for taking turns. */
function namedBy(lock: string): readonly Spared[] {
  const [, host, name] = /^[a-z-]+:([^:/]+)[^/]*\/(.+)$/.exec(lock) ?? []
  return host === undefined || name === undefined ? [] : [{ lock, host, name }]
}

function lintLocks({ locks, reads }: Rehearsal, spared: readonly Spared[]): readonly string[] {
  const known = spared.map(({ lock }) => lock)
  return [
    ...locks.filter((lock) => known.includes(lock)).map((lock) => `A rehearsal takes the lock ${lock} of production.`),
    ...Object.keys(reads)
      .filter((lock) => !known.includes(lock))
      .map((lock) => `A rehearsal reads ${lock}, which production does not lock.`),
  ]
}

function lintStep(
  step: Step,
  rehearsal: Rehearsal,
  spared: readonly Spared[],
  sameActs: ReadonlySet<string>,
): readonly string[] {
  if (step.kind === 'destructive') return [`step ${step.id}: a rehearsal destroys nothing. Show its proofs instead.`]
  if (step.kind === 'manual') return [`step ${step.id}: what is done by hand is done to production. Leave it out.`]
  return actsOf(step).flatMap((act) => lintAct(step.id, act, rehearsal, spared, sameActs))
}

function lintAct(
  id: string,
  act: Act,
  { steps, reads, own = [] }: Rehearsal,
  spared: readonly Spared[],
  sameActs: ReadonlySet<string>,
): readonly string[] {
  if (act.do === 'stop')
    return steps.some((step) => step.id === act.jobOf) ? [] : [`step ${id}: it ends a job that is not its own.`]
  const read = spared.filter(({ lock }) => reads[lock]?.includes(id))
  const reached = spared.filter((one) => !read.includes(one) && reaches(act, one, read))
  return [
    ...reached.map(({ lock }) => `step ${id}: it names ${lock}, and does not say that it only reads it.`),
    ...read.flatMap((one) => (onlyReads(act, one) ? [] : [`step ${id}: it does more than read ${one.lock}.`])),
    ...(sameActs.has(canonical(act)) && read.length === 0 && !own.includes(id)
      ? [`step ${id}: it does just what it does in production.`]
      : []),
  ]
}

/** Two things may have one name, such as the database on both sides; a reader of one of them does not reach the other. */
function reaches(act: JobAct | ActionAct, { name, host }: Spared, read: readonly Spared[]): boolean {
  const isReadElsewhere = read.some((one) => one.name === name && one.host !== host)
  return isReadElsewhere ? act.do === 'job' && act.on === host : names(textOf(act), name)
}

/** On its own host, without a word that changes anything; an action names it as its source and nowhere else. */
function onlyReads(act: JobAct | ActionAct, { name, host }: Spared): boolean {
  if (act.do === 'job') return act.on === host && !CHANGES.test(textOf(act))
  const { args } = act
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return false
  const others = Object.entries(args).filter(([key]) => key !== 'source')
  return !names(canonical(Object.fromEntries(others)), name)
}

const CHANGES =
  /\b(drop|truncate|delete|update|insert|alter|create|grant|revoke|vacuum|reindex|docker|podman|systemctl|service|reboot|shutdown)\b/i

function textOf(act: JobAct | ActionAct): string {
  return act.do === 'job' ? `${show(act.run)}\n${canonical(act.files)}` : canonical(act.args)
}

/** Does a text name it as a whole word? `cht_rehearsal` does not name `cht`. */
function names(text: string, name: string): boolean {
  const quoted = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`(?<![A-Za-z0-9_])${quoted}(?![A-Za-z0-9_])`).test(text)
}
