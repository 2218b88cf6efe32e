import { mayByRulesOrRefuse, type Rules } from './rules.ts'
import { liveStep, type Person, type Run } from './run.ts'
import { refuseUnsure } from './unsure-roles.ts'
import { refuse } from './user-error.ts'

/** Things people do to a run beside deciding at gates. */
export type Steering =
  | 'hold'
  | 'release'
  | 'retry'
  | 'skip'
  | 'done'
  | 'resolve'
  | 'rollback'
  | 'abort'
  | 'refresh'
  | 'drive'

/**
 * Throws a UserError when this person may not do that: anyone may hold, the rest needs the driver or a role of the run.
 * Where drover.yml names roles for it, it needs one of those, and neither being the driver nor anything else counts.
 */
export function mayOrRefuse(run: Run, person: Person, act: Steering, rules: Rules = {}): void {
  const what = act === 'done' ? 'To say that it is done' : `To ${act} ${run.id}`
  const next = `/migrate who ${run.id} names them.`
  if (rules.may) mayByRulesOrRefuse(what, next, person, rules)
  if (rules.may || act === 'hold') return
  const roles = rolesFor(run, act)
  const driverMay = act !== 'skip' && !(act === 'done' && manualRoles(run).length > 0)
  if (roles.some((role) => person.roles.includes(role)) || (driverMay && person.id === run.driver)) return
  refuseUnsure(person, roles)
  const who = [...(driverMay ? [`the driver (<@${run.driver}>)`] : []), `somebody with ${roles.join(' or ')}`].join(
    ' or ',
  )
  refuse('not-allowed', `${what} takes ${who}. ${next}`)
}

function rolesFor(run: Run, act: Steering): readonly string[] {
  const named = act === 'done' ? manualRoles(run) : []
  return named.length > 0 ? named : run.plan.roles
}

function manualRoles(run: Run): readonly string[] {
  const step = liveStep(run)
  if (!step) return []
  if (run.rollingBack)
    return 'undo' in step && typeof step.undo === 'object' && step.undo.do === 'manual' ? step.undo.roles : []
  return step.kind === 'manual' ? step.roles : []
}
