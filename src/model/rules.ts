import type { PersonCommand } from './command.ts'
import type { EventBody } from './event.ts'
import { liftedFor } from './override.ts'
import { GOVERNED, type OneOfEach, type Policies } from './policy.ts'
import { type Closed, closedAt, notLifted } from './policy-clock.ts'
import { liveStep, type Person, type Run } from './run.ts'
import { hasBegun } from './schedule.ts'
import { refuseUnsure } from './unsure-roles.ts'
import { refuse } from './user-error.ts'

/** What drover.yml says to one command of a person, at its instant. Filled in at the one place where commands are taken. */
export interface Rules {
  readonly environment?: string | undefined
  /** Roles that may, in place of the driver and the roles of the run. */
  readonly may?: OneOfEach | undefined
  readonly closed?: Closed | undefined
  /** Roles to hold, all of them, for lifting what is closed. Left out: nobody may. */
  readonly override?: readonly string[] | undefined
}

type Start = Extract<PersonCommand, { type: 'start' }>
type Stopped = Extract<PersonCommand, { override?: string | undefined }>

/** The rules for a verb at an instant. */
export function rulesFor(policies: Policies, verb: PersonCommand['type'], at: string): Rules {
  const { environment, override } = policies
  const governed = GOVERNED.find((one) => one === verb)
  return { environment, override, may: governed && policies.may[governed], closed: closedAt(policies, at) }
}

/** Throws a UserError when drover.yml keeps a verb for roles that this person does not hold. */
export function mayByRulesOrRefuse(what: string, next: string, person: Person, { may = [], environment }: Rules): void {
  if (holdsOneOfEach(person, may)) return
  refuseUnsure(person, may.flat())
  const who = may.map((roles) => roles.join(' or ')).join(', and with ')
  refuse('not-allowed', `${what} takes somebody with ${who}, by the policies${inside(environment)}. ${next}`)
}

export function holdsOneOfEach({ roles }: Person, lists: OneOfEach): boolean {
  return lists.every((list) => list.some((role) => roles.includes(role)))
}

/** Does this person lift, with this command, what is closed? Then they may give it, too. */
export function lifts({ by, rules, override }: Stopped): boolean {
  return override !== undefined && rules?.override !== undefined && holdsAll(by, rules.override)
}

/** What a start has to keep; the event of the override that it was given with, if any. Throws a UserError otherwise. */
export function startOrRefuse(command: Start): readonly EventBody[] {
  const { plan, by, rules = {} } = command
  const line = `/migrate start ${plan.migration} …`
  mayByRulesOrRefuse(`To start ${plan.migration}`, 'Nothing was started. Ask one of them to type it.', by, rules)
  const step = plan.steps[0]?.id ?? ''
  return liftOrRefuse(command, rules.closed, { step, line, stays: 'Nothing was started.' })
}

const UNCHANGED: Readonly<Record<Exclude<Stopped['type'], 'start' | 'approve' | 'deny'>, string>> = {
  release: 'Nothing was released.',
  retry: 'Nothing was tried again.',
  rollback: 'Nothing was taken back.',
}

/**
 * What a command to a run has to keep while the window is closed. A run that is on its way back may always go on with
 * that, and a vote may be given ahead: the act waits.
 */
export function liftForRun(run: Run, command: Exclude<Stopped, Start>): readonly EventBody[] {
  const { type, rules, override } = command
  const closures = notLifted(rules?.closed?.closures ?? [], liftedFor(run))
  const closed = rules?.closed && closures.length > 0 ? { ...rules.closed, closures } : undefined
  const isVote = type === 'approve' || type === 'deny'
  if (override === undefined && (isVote || run.rollingBack || !hasBegun(run))) return []
  const stays = isVote ? 'Nothing was approved.' : UNCHANGED[type]
  const role = 'role' in command ? ` as=${command.role}` : ''
  return liftOrRefuse(command, closed, {
    step: liveStep(run)?.id ?? run.plan.steps.at(-1)?.id ?? '',
    line: `/migrate ${type} ${run.id}${role}`,
    stays,
  })
}

interface Words {
  readonly step: string
  /** The command as it is typed. */
  readonly line: string
  /** What did not happen. */
  readonly stays: string
}

function liftOrRefuse(
  { by, rules = {}, override }: Stopped,
  closed: Closed | undefined,
  { step, line, stays }: Words,
): readonly EventBody[] {
  if (override === undefined) return closed ? refuseClosed(closed, rules, line, stays) : []
  if (!closed)
    refuse('nothing-to-override', `No window and no freeze is in the way now. ${stays} Type it without override=.`)
  if (!rules.override) refuse('override-not-held', `${saysOf(closed)} ${stays} ${nobodyMay(rules)}`)
  if (!holdsAll(by, rules.override)) {
    refuseUnsure(by, rules.override)
    refuse(
      'override-not-held',
      `To override takes somebody with ${rules.override.join(' and ')}, and you do not hold that. ${stays} Ask one of them to type ${line} override="…".`,
    )
  }
  if (!override.trim()) refuse('reason-missing', `Say why, it is shown for ever: ${line} override="…". ${stays}`)
  return [{ type: 'overridden', step, reason: override.trim(), closures: closed.closures }]
}

function refuseClosed(closed: Closed, rules: Rules, line: string, stays: string): never {
  const code = closed.closures.some(({ by }) => by === 'freeze') ? 'frozen' : 'outside-window'
  const way = rules.override
    ? `Somebody with ${rules.override.join(' and ')} may all the same: ${line} override="why".`
    : nobodyMay(rules)
  return refuse(code, `${saysOf(closed)} ${stays} ${way}`)
}

function nobodyMay({ environment }: Rules): string {
  return `The policies${inside(environment)} let nobody override that.`
}

function saysOf({ closures }: Closed): string {
  return closures.map(({ says }) => says).join(' ')
}

function holdsAll({ roles }: Person, needed: readonly string[]): boolean {
  return needed.every((role) => roles.includes(role))
}

function inside(environment: string | undefined): string {
  return environment === undefined ? '' : ` of ${environment}`
}
