import type { Click } from '../model/command.ts'
import { decideForPerson } from '../model/decide-person.ts'
import type { Plan } from '../model/plan.ts'
import { NO_POLICIES } from '../model/policy.ts'
import { liveStep, type Run } from '../model/run.ts'
import type { Step } from '../model/step.ts'
import { asksForCode, type Proof } from '../model/step-up.ts'
import type { Enrolment } from '../model/step-ups.ts'
import { matchingCounter } from '../model/totp.ts'
import { UserError } from '../model/user-error.ts'
import type { World } from './world.ts'

/** What judging codes needs of the world. */
export interface Proving extends Pick<World, 'policiesFor' | 'stepUps' | 'log'> {
  readonly tools: Pick<World['tools'], 'now'>
}

/** Does the policy of this moment want a step-up code with each approve of this gate? */
export function wantsCode({ policiesFor }: Proving, plan: Plan, step: Step): boolean {
  return asksForCode(policiesFor?.(plan) ?? NO_POLICIES, plan, step)
}

/**
 * An approve with what its code came to, where one is asked for: the one place where codes are judged and spent, whichever
 * way they came. A code is not spent on an approve that another rule refuses anyway.
 */
export function withProof(world: Proving, run: Run, click: Click, code: string | undefined): Click {
  if (!isAsked(world, run)) return click
  const at = world.tools.now().toISOString()
  return { ...click, proof: isRefused(run, click, at) ? 'missing' : proofOf(world, click.by.id, code, at) }
}

/** What an approve of the open gate would bring with a right code; undefined where none is asked for. */
export function foreseeProof(world: Proving, run: Run, person: string): Proof | undefined {
  return isAsked(world, run) ? (barrierOf(world, person, world.tools.now().toISOString()) ?? 'proven') : undefined
}

function isAsked(world: Proving, run: Run): boolean {
  const step = liveStep(run)
  return run.gate !== undefined && step !== undefined && (run.gate.stepUp === true || wantsCode(world, run.plan, step))
}

function isRefused(run: Run, click: Click, at: string): boolean {
  try {
    decideForPerson(run, { ...click, proof: 'proven' }, at)
    return false
  } catch (error) {
    if (error instanceof UserError) return true
    throw error
  }
}

function proofOf(world: Proving, person: string, code: string | undefined, at: string): Proof {
  const enrolment = world.stepUps?.find(person)
  const barrier = barrierOf(world, person, at, enrolment)
  if (barrier || !world.stepUps || !enrolment) return barrier ?? 'not-enrolled'
  if (!code?.trim()) return 'missing'
  const counter = matchingCounter(enrolment.secret, code, at)
  if (counter !== undefined) return world.stepUps.spend(person, counter) ? 'proven' : 'replayed'
  world.log.warn('a wrong step-up code was given', { person })
  return world.stepUps.wrong(person, at) ? 'locked' : 'wrong'
}

/** What keeps every code of a person from counting, if anything does. */
function barrierOf(
  { stepUps }: Proving,
  person: string,
  at: string,
  enrolment: Enrolment | undefined = stepUps?.find(person),
): 'not-enrolled' | 'locked' | undefined {
  if (enrolment?.enrolledAt === undefined) return 'not-enrolled'
  return enrolment.lockedUntil !== undefined && at < enrolment.lockedUntil ? 'locked' : undefined
}
