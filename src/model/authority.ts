import { liveStep, type Person, type Run } from './run.ts'
import { refuse } from './user-error.ts'

/** Things people do to a run beside deciding at gates. */
export type Steering = 'hold' | 'release' | 'retry' | 'skip' | 'done' | 'resolve' | 'rollback' | 'abort' | 'refresh'

/** Throws a UserError when this person may not do that: anyone may hold, the rest needs the driver or a role of the run. */
export function mayOrRefuse(run: Run, person: Person, act: Steering): void {
  if (act === 'hold') return
  const roles = rolesFor(run, act)
  const driverMay = act !== 'skip' && !(act === 'done' && manualRoles(run).length > 0)
  if (roles.some((role) => person.roles.includes(role)) || (driverMay && person.id === run.driver)) return
  const who = [...(driverMay ? [`the driver (<@${run.driver}>)`] : []), `somebody with ${roles.join(' or ')}`].join(
    ' or ',
  )
  refuse(
    'not-allowed',
    `${act === 'done' ? 'To say that it is done' : `To ${act} ${run.id}`} takes ${who}. /migrate who ${run.id} names them.`,
  )
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
