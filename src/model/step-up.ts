import type { Click } from './command.ts'
import { formatMs } from './duration.ts'
import type { Plan } from './plan.ts'
import type { Policies } from './policy.ts'
import type { Decision, Gate, Run } from './run.ts'
import { gateOf, type Step, undoOf } from './step.ts'
import { refuse } from './user-error.ts'

/** What the code that came with an approve was. Only `proven` counts as a yes. */
export type Proof = 'proven' | 'missing' | 'wrong' | 'replayed' | 'locked' | 'not-enrolled'

const MOST_WRONG = 5
const WRONG_WITHIN_MS = 15 * 60_000
const LOCKED_MS = 15 * 60_000

/** How long an offered code waits for its first right use. */
export const OFFER_MS = 15 * 60_000

/** Does the policy want a code for this gate: does an approval set off anything that cannot be undone? */
export function asksForCode({ stepUp }: Policies, plan: Plan, step: Step): boolean {
  return stepUp === 'totp' && setOff(plan, step).some((one) => undoOf(one) === 'none')
}

/** The gated step and what goes on after it without anybody being asked again. */
function setOff({ steps }: Plan, gated: Step): readonly Step[] {
  const rest = steps.slice(steps.findIndex(({ id }) => id === gated.id) + 1)
  const next = rest.findIndex((step) => gateOf(step) !== undefined)
  return [gated, ...(next === -1 ? rest : rest.slice(0, next))]
}

/** Through which surface a decision came, and whether a code proved whose it was. */
export function viaWords({ via, steppedUp }: Pick<Decision, 'via' | 'steppedUp'>): string {
  return steppedUp ? `${via}, with a step-up code` : via
}

/** Until when the wrong codes of a person, the newest included, lock their step-up; undefined when they are too few. */
export function lockedUntil(wrongAt: readonly string[], at: string): string | undefined {
  const sinceMs = Date.parse(at) - WRONG_WITHIN_MS
  const recent = wrongAt.filter((instant) => Date.parse(instant) > sinceMs)
  return recent.length < MOST_WRONG ? undefined : new Date(Date.parse(at) + LOCKED_MS).toISOString()
}

/**
 * Refuses an approve without its proof. The gate asks when it opened under the policy; a click that brings a proof was
 * asked for one now. So the stricter counts: a policy that was dropped since does not open a gate that said it asks.
 */
export function refuseWithoutProof(run: Run, step: Step, gate: Gate, click: Click): void {
  const proof = click.proof ?? (gate.stepUp ? 'missing' : 'proven')
  if (proof !== 'proven') refuse(`step-up-${proof}`, `${SENTENCES[proof](run, step, click)} Nothing was approved.`)
}

type Say = (run: Run, step: Step, click: Click) => string

const SENTENCES: Readonly<Record<Exclude<Proof, 'proven'>, Say>> = {
  missing: (run, step, { role }) =>
    `Approving ${step.id} takes a step-up code too, the six digits in your authenticator app: it sets off what cannot be undone. Press Approve and put it in, or type /migrate approve ${run.id} as=${role}${confirmWords(step)} code=<six digits>.`,
  'not-enrolled': (_run, step, { role }) =>
    `You have no step-up code yet, and approving ${step.id} takes one: it sets off what cannot be undone. /migrate enroll sends you one; until then another ${role} who has one can approve.`,
  wrong: () =>
    `That step-up code is not right, or not any more. Wait for the next one in your app and approve again. ${MOST_WRONG} wrong ones within ${formatMs(WRONG_WITHIN_MS)} lock your step-up for ${formatMs(LOCKED_MS)}.`,
  replayed: () =>
    'That step-up code was used before, and each counts once. Wait for the next one in your app, half a minute at most, and approve again.',
  locked: (_run, _step, { by, role }) =>
    `${MOST_WRONG} wrong step-up codes were given in your name, so none of yours counts for ${formatMs(LOCKED_MS)}; another ${role} can approve. When it was not you, somebody uses your Slack: sign out everywhere and have an operator type drover step-up reset ${by.id}.`,
}

function confirmWords(step: Step): string {
  const name = gateOf(step)?.typeToConfirm
  return name === undefined ? '' : ` confirm=${name}`
}
