import { canonical, digest, type Json } from './json.ts'
import { lintRehearsal } from './lint-rehearsal.ts'
import type { Migration } from './migration.ts'
import type { Plan } from './plan.ts'
import type { Run } from './run.ts'
import { type RemoteStep, type Step, undoOf } from './step.ts'
import { refuse } from './user-error.ts'

/** What a run is: on what people use, or on scratch targets. */
export type Mode = 'production' | 'rehearsal'

/** A migration done on scratch targets: nothing that production lives on is changed, stopped or locked. */
export interface Rehearsal {
  /** Those of production, with what only a rehearsal takes. */
  readonly params: Json
  /** The same ids as in production, so that times can be compared; what is destroyed or done by hand is left out. */
  readonly steps: readonly Step[]
  readonly locks: readonly string[]
  /** By a lock of production, the steps that read what it stands for. No other step may name it. */
  readonly reads: Readonly<Record<string, readonly string[]>>
  /** Steps that may do just what they do in production, since they touch nothing but what is the run's own. */
  readonly own?: readonly string[]
  /** Sentences: what it does not try, and why. */
  readonly leavesOut: readonly string[]
}

/**
 * The plan of a rehearsal for a production plan and scratch params: pure, with what was measured for production. Throws a
 * UserError when the migration cannot be rehearsed, or when a step could reach production.
 */
export function rehearsalPlan(
  migration: Migration,
  production: Plan,
  typed: Readonly<Record<string, string>> = {},
): Plan {
  const { rehearsal: spec } = migration
  if (!spec)
    refuse(
      'no-rehearsal',
      `${migration.name} does not say how it is rehearsed, so there is no rehearsal of it. Nothing was started. /migrate plan ${migration.name} shows what a start would do.`,
    )
  const rehearsal = spec.plan(production.params, typed)
  const problems = lintRehearsal(rehearsal, production)
  if (problems.length > 0)
    refuse(
      'touches-production',
      `${problems.join('\n')}\nNothing was started: this rehearsal could reach production. Whoever keeps migrations/${migration.name} has to mend it.`,
    )
  const { params, steps, locks, leavesOut } = rehearsal
  const body = {
    migration: migration.name,
    params,
    roles: production.roles,
    steps,
    locks,
    mode: 'rehearsal' as const,
    rehearses: production.digest,
    leavesOut,
  }
  const { because, forecast } = production
  return { ...body, digest: digest(body), ...(because && { because }), ...(forecast && { forecast }) }
}

export function isRehearsal({ mode }: Pick<Plan, 'mode'>): boolean {
  return mode === 'rehearsal'
}

/** How the ids of the steps begin that take back what a rehearsal made. */
const TAKEN_BACK = 'take-back-'

/**
 * Steps that take back what steps of a rehearsal made, latest first, by the very undo that a rollback would use. One that
 * several steps share is done once.
 */
export function takeBack(steps: readonly Step[]): readonly Step[] {
  const undos = steps.toReversed().flatMap(jobUndoOf)
  const seen = undos.map(({ act }) => canonical(act))
  return undos.filter((_, index) => seen.indexOf(seen[index] ?? '') === index)
}

/** Was everything that its steps can take back taken back in the end, and did that work? */
export function tookItselfBack({ plan, steps }: Pick<Run, 'plan' | 'steps'>): boolean {
  const done = plan.steps.filter(({ id }) => steps[id]?.state === 'succeeded')
  const acts = new Set(done.flatMap((step) => ('act' in step ? [canonical(step.act)] : [])))
  return isRehearsal(plan) && takeBack(plan.steps).every((step) => 'act' in step && acts.has(canonical(step.act)))
}

function jobUndoOf(step: Step): readonly RemoteStep[] {
  const undo = undoOf(step)
  if (!('act' in step) || typeof undo !== 'object' || undo.do !== 'job') return []
  const { id, title, timeoutMs, pitfalls } = step
  return [
    {
      id: `${TAKEN_BACK}${id}`,
      kind: 'remote',
      title: `Take back: ${title}`,
      act: undo,
      repeatable: true,
      undo: 'nothing',
      timeoutMs,
      ...(pitfalls !== undefined && { pitfalls }),
    },
  ]
}
