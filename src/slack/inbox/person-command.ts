import type { PersonCommand } from '../../model/command.ts'
import { liveStep, type Person, type Run } from '../../model/run.ts'
import { gateOf } from '../../model/step.ts'
import { refuse } from '../../model/user-error.ts'
import type { Change } from './verb.ts'

/** What people ask of a run that is there already. */
export type Steer = Exclude<PersonCommand, { type: 'start' }>

/** What a click or a window says, before it is known whether it is allowed. */
export interface Wish {
  readonly verb: Change
  readonly role?: string | undefined
  readonly step?: string | undefined
  /** The attempt that the person saw: what they ask for is not done to a later one. */
  readonly attempt?: number | undefined
  readonly revision?: number | undefined
  readonly inputs: Readonly<Record<string, string>>
}

/** The command for the journal. Whether it is allowed is judged there and nowhere else. */
export function commandFor(wish: Wish, run: Run, by: Person): Steer {
  const { verb, inputs } = wish
  const reason = inputs['reason'] ?? ''
  switch (verb) {
    case 'approve':
    case 'deny':
      return { type: verb, by, ...cardOf(wish, run), role: roleFor(wish, run, by), ...decided(inputs), via: 'button' }
    case 'withdraw':
    case 'refresh':
      return { type: verb, by, ...cardOf(wish, run) }
    case 'release':
    case 'retry':
      return { type: verb, by, shown: shownBy(wish) }
    case 'done':
      return { type: verb, by, note: reason, shown: shownBy(wish) }
    case 'resolve':
      return { type: verb, by, outcome: outcomeOf(inputs), reason, shown: shownBy(wish) }
    default:
      return { type: verb, by, reason, shown: shownBy(wish) }
  }
}

function shownBy({ step, attempt }: Wish): { step: string; attempt: number } | undefined {
  return step === undefined || attempt === undefined ? undefined : { step, attempt }
}

function outcomeOf(inputs: Wish['inputs']): 'succeeded' | 'failed' {
  return inputs['outcome'] === 'succeeded' ? 'succeeded' : 'failed'
}

function decided(inputs: Wish['inputs']) {
  return { reason: inputs['reason'], typed: inputs['confirm'] }
}

function cardOf({ step, revision }: Wish, run: Run): { step: string; revision: number } {
  if (step === undefined || revision === undefined) return unknownButton(run.id)
  return { step, revision }
}

/** Deny has one button for all: it counts in the first role of the gate that the person holds. */
function roleFor({ role }: Wish, run: Run, by: Person): string {
  if (role !== undefined) return role
  const step = liveStep(run)
  const asked = Object.keys((step && gateOf(step)?.approvals) ?? {})
  return asked.find((one) => by.roles.includes(one)) ?? asked.find((one) => by.unsure?.includes(one)) ?? asked[0] ?? ''
}

/** Refuses a click on a message that we do not know, or know no more. */
export function unknownButton(run?: string): never {
  const next =
    run === undefined ? '/migrate status lists the runs of this channel' : `/migrate status ${run} shows the run`
  return refuse('unknown-button', `This button belongs to a message that is not known here any more. ${next}.`)
}
