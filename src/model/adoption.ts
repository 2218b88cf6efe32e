import { DROVER, type RunEvent } from './event.ts'
import { utcWords } from './instant.ts'
import type { Hold, Run } from './run.ts'
import { bare } from './user-error.ts'

/** Somebody wants the run to go on by the plan that its file gives now. */
export interface AdoptAsk {
  readonly by: string
  readonly at: string
  readonly reason: string
  /** Of the plan that they saw. */
  readonly digest: string
}

/** A run went on by another plan than it began with: two people said so. Stays in the record. */
export interface Adoption {
  readonly asked: AdoptAsk
  readonly by: string
  readonly at: string
  readonly reason: string
  /** Digest of the plan before. */
  readonly from: string
  /** What is different, a sentence each. */
  readonly says: readonly string[]
}

/** Did this person move the run to another plan, or ask for it? They decide on none of its gates. */
export function hasAdopted({ adoptions = [] }: Pick<Run, 'adoptions'>, person: string): boolean {
  return adoptions.some(({ asked, by }) => asked.by === person || by === person)
}

/** Every adoption for plain texts, a line each. */
export function adoptionLines({ adoptions = [] }: Pick<Run, 'adoptions'>): readonly string[] {
  return adoptions.map(
    ({ asked, by, at, reason, says }) =>
      `Moved to another plan by <@${asked.by}> (${bare(asked.reason)}) and <@${by}> (${bare(reason)}) at ${utcWords(at)}, who decide on no gate of it. ${says.join(' ')}`,
  )
}

/** The run by its new plan. What Drover held for the change, people may release. */
export function adopted(run: Run, event: RunEvent & { type: 'adopted' }): Partial<Run> {
  const { actor: by, at, reason, says, plan } = event
  const asked = run.adoptAsked
  if (!asked) throw new Error('a plan is adopted only after somebody asked for it')
  const one: Adoption = { asked, by, at, reason, from: run.plan.digest, says }
  return {
    plan,
    planChange: undefined,
    adoptAsked: undefined,
    adoptions: [...(run.adoptions ?? []), one],
    hold: saidNow(run.hold, 'The plan of the run was changed, by two people. It goes on by the new one'),
  }
}

/** The file gives another plan. What somebody asked for still stands only when it is the very plan that they saw. */
export function followsNoMore({ adoptAsked }: Run, event: RunEvent & { type: 'plan-changed' }): Partial<Run> {
  const { at, digest, says } = event
  const planChange = digest === undefined ? { at, says } : { at, digest, says }
  return adoptAsked?.digest === digest ? { planChange } : { planChange, adoptAsked: undefined }
}

/** The file gives the plan of the run again. */
export function followsAgain({ hold }: Run): Partial<Run> {
  const reason = 'The migration file gave another plan for a while, and gives the plan of this run again'
  return { planChange: undefined, adoptAsked: undefined, hold: saidNow(hold, reason) }
}

function saidNow(hold: Hold | undefined, reason: string): Hold | undefined {
  return hold?.by === DROVER && hold.about === 'plan' ? { ...hold, reason } : hold
}
