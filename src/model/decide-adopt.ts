import { droppedBy, obstaclesTo } from './adoptable.ts'
import type { PersonCommand } from './command.ts'
import type { EventBody } from './event.ts'
import { passedNoReturn } from './next.ts'
import type { Plan } from './plan.ts'
import { differences, planChange, type Today } from './plan-change.ts'
import { changeWords } from './plan-hold.ts'
import type { Run } from './run.ts'
import { refuse } from './user-error.ts'

type Adopt = Extract<PersonCommand, { type: 'adopt' }>

/**
 * The driver asks for the plan that the file gives now, then somebody else with a role of the run says the same of the very
 * same plan. Throws a UserError where what was done would not be in it as it was done.
 */
export function adopt(run: Run, { by, reason, today }: Adopt): readonly EventBody[] {
  const plan = newPlanOrRefuse(run, today)
  const obstacles = obstaclesTo(run, plan)
  if (obstacles.length > 0) refuseObstacles(run, obstacles)
  if (!reason.trim())
    refuse('reason-missing', `Say why, it is shown for ever: /migrate adopt ${run.id} reason="…". Nothing was adopted.`)
  const says = differences(run.plan, plan)
  if (run.adoptAsked?.digest !== plan.digest) {
    if (by.id !== run.driver) refuseBeforeDriver(run)
    return [{ type: 'adopt-asked', digest: plan.digest, reason: reason.trim(), says }]
  }
  refuseUnlessSecond(run, by)
  const dropped = droppedBy(run, plan)
  return [
    ...(run.gate ? [fallen(run, run.gate, says)] : []),
    ...(dropped ? [{ type: 'step-dropped' as const, ...dropped }] : []),
    { type: 'adopted', plan, reason: reason.trim(), says },
  ]
}

function newPlanOrRefuse(run: Run, today: Today | undefined): Plan {
  if (run.rollingBack)
    refuse(
      'rolling-back',
      `${run.id} is rolling back by the plan that it has, so no other one is adopted. /migrate why ${run.id} says where it is.`,
    )
  const change = today && planChange(run.plan, today)
  if (!today || !change)
    refuse(
      'plan-unchanged',
      `The migration file gives the plan of ${run.id}, so there is nothing to adopt. /migrate why ${run.id} says what it waits for.`,
    )
  if (!today.plan)
    refuse('plan-unknown', `${changeWords(change)} Nothing was adopted. ${restore(run)}${startAnew(run)}.`)
  if (run.planChange?.digest !== change.digest)
    refuse('not-looked', `Drover has not looked at ${run.id} since it began to run. Type it again in a moment.`)
  if (run.plan.roles.length === 0)
    refuse(
      'nobody-to-confirm',
      `${run.id} names no roles, so nobody could say so with the driver. Nothing was adopted. ${restore(run)}${startAnew(run)}.`,
    )
  if (today.unfit.length > 0)
    refuse(
      'bad-plan',
      `The new plan could not run here. ${today.unfit.join(' ')} Nothing was adopted. Mend that and restart Drover, or put the old file back.`,
    )
  return today.plan
}

function refuseObstacles(run: Run, obstacles: readonly string[]): never {
  return refuse(
    'not-identical',
    `What ${run.id} did so far is not in the new plan as it was done. ${obstacles.join(' ')} Nothing was adopted. ${restore(run)}${startAnew(run)}.`,
  )
}

function restore({ id }: Run): string {
  return `Put the old file back, restart Drover, then /migrate release ${id}`
}

function startAnew(run: Run): string {
  const { id } = run
  return passedNoReturn(run) === undefined
    ? `; or take it back with /migrate rollback ${id} reason="…" and start it again by the new file`
    : ''
}

function refuseBeforeDriver(run: Run): never {
  return refuse(
    'driver-first',
    `Nobody has asked for the plan that the file of ${run.id} gives now. The driver (<@${run.driver}>) asks first: /migrate adopt ${run.id} reason="…"; then ${others(run)} types the same. Nothing was adopted.`,
  )
}

function refuseUnlessSecond(run: Run, by: Adopt['by']): void {
  const asked = run.adoptAsked
  if (asked?.by === by.id)
    refuse(
      'own-ask',
      `You asked for it yourself at ${asked.at.slice(11, 16)} UTC. Now ${others(run)} has to type /migrate adopt ${run.id} reason="…". Nothing was adopted.`,
    )
  if (!run.plan.roles.some((role) => by.roles.includes(role)))
    refuse(
      'role-not-held',
      `<@${asked?.by}> asked for it, and to say so with them takes ${others(run)}. /migrate who ${run.id} names them. Nothing was adopted.`,
    )
}

function others({ plan: { roles } }: Run): string {
  return `somebody else with ${roles.join(' or ')}`
}

function fallen(run: Run, { step }: { step: string }, says: readonly string[]): EventBody {
  return {
    type: 'gate-fallen',
    step,
    revision: run.revision,
    because: ['The plan of the run was changed by two people.', ...says],
    about: 'plan',
  }
}
