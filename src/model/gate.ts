import { hasAdopted } from './adoption.ts'
import type { Evidence } from './check.ts'
import type { Click } from './command.ts'
import { formatMs } from './duration.ts'
import { isOver, staleAt } from './gate-clock.ts'
import { digest } from './json.ts'
import { refuseTooLate } from './last-safe.ts'
import { type Decision, type Gate, liveStep, progressOf, type Run } from './run.ts'
import { gateOf, type Step } from './step.ts'
import { refuseWithoutProof } from './step-up.ts'
import { refuseUnsure } from './unsure-roles.ts'
import { refuse } from './user-error.ts'

/**
 * What a decision signs: the plan, the step with its command and undo, the hosts' keys, the evidence, and what was skipped,
 * overridden or changed in the plan on the way.
 */
export function gateDigest(
  run: Run,
  step: Step,
  evidence: readonly Evidence[],
  hostKeys: Readonly<Record<string, string>>,
): string {
  const measured = evidence.map(({ check, title, outcome, values, tolerance }) => ({
    check,
    title,
    outcome,
    values,
    tolerance,
  }))
  const overridden = run.overrides && { overridden: run.overrides }
  const adopted = run.adoptions && { adopted: run.adoptions }
  return digest({
    plan: run.plan.digest,
    step,
    hostKeys,
    measured,
    skipped: skippedSteps(run),
    ...overridden,
    ...adopted,
  })
}

/** What somebody means who types a decision: the open gate. Revision 0 is of no gate, and is refused on record. */
export function gateMeant(run: Run): Pick<Gate, 'step' | 'revision'> {
  const { step, revision } = run.gate ?? { step: liveStep(run)?.id ?? '', revision: 0 }
  return { step, revision }
}

/** Steps that somebody skipped, with their reasons: every later gate shows them. */
export function skippedSteps(run: Run): readonly { step: string; by: string; reason: string }[] {
  return run.plan.steps.flatMap(({ id }) => {
    const { state, by, note } = progressOf(run, id)
    return state === 'skipped' && by ? [{ step: id, by, reason: note ?? '' }] : []
  })
}

/** How many approvals each role still owes. A role that owes none is left out. */
export function missingApprovals(step: Step, gate: Gate): Readonly<Record<string, number>> {
  const needed = Object.entries(gateOf(step)?.approvals ?? {})
  const left = needed.map(([role, count]): [string, number] => [role, count - approvals(gate, role).length])
  return Object.fromEntries(left.filter(([, count]) => count > 0))
}

export function isApproved(step: Step, gate: Gate): boolean {
  return gateOf(step) !== undefined && Object.keys(missingApprovals(step, gate)).length === 0
}

/**
 * The one judge of every decision, whichever way it came: button, window, typed command or terminal. Gives the decision
 * to record, or throws a UserError saying which rule stands in the way, who could, and what to do next.
 */
export function judge(run: Run, step: Step, gate: Gate, click: Click, at: string): Decision {
  const { by, role, type: verdict, via } = click
  refuseStarter(run, click)
  refuseAdopter(run, click)
  refuseWrongRole(step, click)
  refuseSecondDecision(gate, click)
  if (verdict === 'approve') refuseWithoutNeed(step, gate, click)
  if (verdict === 'approve') refuseStaleEvidence(step, gate, at)
  if (verdict === 'approve') refuseWrongName(step, click)
  if (verdict === 'approve') refuseTooLate(step, click, at)
  if (verdict === 'approve') refuseWithoutProof(run, step, gate, click)
  if (verdict === 'deny' && !click.reason?.trim())
    refuse('reason-missing', 'A deny needs a reason, so that the driver knows what to change.')
  const decision = {
    person: by.id,
    role,
    verdict,
    reason: click.reason?.trim() || undefined,
    at,
    via,
    digest: gate.digest,
  }
  return click.proof === 'proven' ? { ...decision, steppedUp: true } : decision
}

function refuseStarter(run: Run, { by }: Click): void {
  if (by.id === run.startedBy)
    refuse('own-run', `You started this run, so somebody else has to decide. /migrate who ${run.id} names them.`)
}

function refuseAdopter(run: Run, { by }: Click): void {
  if (hasAdopted(run, by.id))
    refuse(
      'adopted-plan',
      `You moved this run to another plan, so somebody else has to decide. /migrate who ${run.id} names them.`,
    )
}

function refuseWrongRole(step: Step, { by, role }: Click): void {
  const roles = Object.keys(gateOf(step)?.approvals ?? {})
  if (!roles.includes(role))
    refuse('role-not-asked', `${step.id} does not ask for ${role}. It asks for ${roles.join(' and ')}.`)
  if (by.roles.includes(role)) return
  refuseUnsure(by, [role])
  refuse(
    'role-not-held',
    `Only ${role} can decide this as ${role}, and you do not hold that role. Ask one of them to click.`,
  )
}

function refuseSecondDecision(gate: Gate, { by }: Click): void {
  const earlier = gate.decisions.find(({ person }) => person === by.id)
  if (!earlier) return
  const hint = 'One person counts once; withdraw it first if you changed your mind.'
  refuse(
    'already-decided',
    `You already said ${earlier.verdict} here as ${earlier.role} at ${earlier.at.slice(11, 16)} UTC. ${hint}`,
  )
}

function refuseWithoutNeed(step: Step, gate: Gate, { role }: Click): void {
  if (missingApprovals(step, gate)[role]) return
  refuse('role-complete', `${role} has already approved ${step.id}. Nothing more is needed from that role.`)
}

function refuseStaleEvidence(step: Step, gate: Gate, at: string): void {
  const spec = gateOf(step)
  if (!spec || !isOver(staleAt(spec, gate.evidence), at)) return
  const allowed = formatMs(spec.freshForMs ?? 0)
  refuse(
    'stale-evidence',
    `What this card shows was measured more than ${allowed} ago, so nothing was approved. Press Refresh evidence, read it, then approve.`,
  )
}

function refuseWrongName(step: Step, { typed }: Click): void {
  const name = gateOf(step)?.typeToConfirm
  if (name === undefined || typed?.trim() === name) return
  const got = typed?.trim() ? `"${typed.trim()}"` : 'nothing'
  refuse('name-mismatch', `Type ${name} exactly to approve ${step.id}; you typed ${got}. Nothing was approved.`)
}

function approvals(gate: Gate, role: string): readonly Decision[] {
  return gate.decisions.filter((decision) => decision.role === role && decision.verdict === 'approve')
}
