import type { Advice, Forecast } from './advice.ts'
import { digest, type Json } from './json.ts'
import type { Migration } from './migration.ts'
import type { Mode } from './rehearsal.ts'
import { type Act, type CheckStep, effectOf, gateOf, type Step, undoOf } from './step.ts'

/** The steps for given params: computed once without I/O, shown as the preview, pinned in the run's first event. */
export interface Plan {
  readonly migration: string
  readonly params: Json
  readonly roles: readonly string[]
  readonly steps: readonly Step[]
  /** What a run holds for itself, such as `database:new-pg:5432/cht`; a second run on one of them is refused. */
  readonly locks: readonly string[]
  /** Absent: production. */
  readonly mode?: Mode | undefined
  /** Digest of the production plan that a rehearsal stands for. */
  readonly rehearses?: string | undefined
  /** What a rehearsal does not try, a sentence each. */
  readonly leavesOut?: readonly string[] | undefined
  /** SHA-256 over all of the above. */
  readonly digest: string
  /**
   * Why the params that were left to Drover are what they are, and what was measured. Outside the digest, since figures
   * differ each time; plans that nobody measured for have neither.
   */
  readonly because?: readonly string[] | undefined
  readonly forecast?: Forecast | undefined
}

/** The plan of a migration for params that its schema has already accepted, with what a planner said of them. */
export function planOf(migration: Migration, params: Json, advice?: Omit<Advice, 'chosen'>): Plan {
  const steps = migration.steps(params)
  const body = { migration: migration.name, params, roles: migration.roles, steps, locks: migration.locks(params) }
  const { because, forecast } = advice ?? {}
  return { ...body, digest: digest(body), ...(because && { because }), ...(forecast && { forecast }) }
}

/** Index of the first step that cannot be taken back, or undefined when every step can. */
export function pointOfNoReturn(plan: Plan): number | undefined {
  const index = plan.steps.findIndex((step) => undoOf(step) === 'none')
  return index === -1 ? undefined : index
}

/** The checks that look before anything is changed or anybody asked. */
export function leadingChecks({ steps }: Pick<Plan, 'steps'>): readonly CheckStep[] {
  const end = steps.findIndex(({ kind }) => kind !== 'check')
  return steps.slice(0, end === -1 ? undefined : end).flatMap((step) => (step.kind === 'check' ? [step] : []))
}

/** Every host the plan touches with a command, in order of first use. */
export function hostsOf(plan: Plan): readonly string[] {
  return [...new Set(plan.steps.flatMap(actsOf).map((act) => act.on))]
}

/** Everything a step may do on a host: its act and its undo. */
export function actsOf(step: Step): readonly Act[] {
  const undo = undoOf(step)
  const undoing = typeof undo === 'object' && undo.do !== 'manual' ? [undo] : []
  return 'act' in step ? [step.act, ...undoing] : undoing
}

/** What is wrong with a plan that a compiler cannot see; one sentence each, empty when nothing is. */
export function lintPlan(plan: Plan): readonly string[] {
  return [...duplicateIds(plan), ...plan.steps.flatMap((step) => [...lintGate(step, plan), ...lintId(step)])]
}

function duplicateIds(plan: Plan): readonly string[] {
  const ids = plan.steps.map((step) => step.id)
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map(
    (id) => `step ${id}: two steps have this id. Rename one.`,
  )
}

function lintId(step: Step): readonly string[] {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(step.id) ? [] : [`step ${step.id}: ids are kebab-case, such as copy-tables.`]
}

function lintGate(step: Step, plan: Plan): readonly string[] {
  const gate = gateOf(step)
  if (!gate) return []
  const roles = Object.keys(gate.approvals)
  const named = gate.escalateTo === undefined ? roles : [...roles, gate.escalateTo]
  const missing = named.filter((role) => !plan.roles.includes(role))
  return [
    ...missing.map(
      (role) => `step ${step.id}: role ${role} is not among the roles of ${plan.migration}. Add it to roles.`,
    ),
    ...(roles.length === 0 ? [`step ${step.id}: nobody may approve it. Name at least one role in approvals.`] : []),
    ...Object.entries(gate.approvals).flatMap(([role, count]) => lintCount(step.id, role, count)),
    ...(gate.escalateTo !== undefined && gate.voteByMs === undefined
      ? [`step ${step.id}: escalateTo needs voteBy, since nobody is told before a vote nears its end.`]
      : []),
    ...(step.kind === 'gate' && gate.shows.length === 0
      ? [`step ${step.id}: the gate shows nothing. Give people evidence in shows.`]
      : []),
  ]
}

function lintCount(id: string, role: string, count: number): readonly string[] {
  return Number.isInteger(count) && count > 0
    ? []
    : [`step ${id}: ${role} needs a whole number of approvals above 0, got ${count}.`]
}

/** How many steps of each sign the plan has. */
export function countEffects(plan: Plan): Readonly<Record<ReturnType<typeof effectOf>, number>> {
  const counts = { 'read-only': 0, changing: 0, destructive: 0, people: 0 }
  for (const step of plan.steps) counts[effectOf(step)] += 1
  return counts
}
