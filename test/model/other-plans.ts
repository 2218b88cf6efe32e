import { check } from '../../src/model/make-step.ts'
import type { Plan } from '../../src/model/plan.ts'
import { sh } from '../../src/model/shell.ts'
import type { Step } from '../../src/model/step.ts'
import { ROWS, samplePlan } from './sample.ts'

const known = new WeakMap<Plan, readonly Plan[]>()

/** What somebody who edits a file may make of a plan: later steps change, one comes, one goes, two change places. */
export function otherPlans(plan: Plan): readonly Plan[] {
  const plans = known.get(plan) ?? edited(plan)
  known.set(plan, plans)
  return plans
}

function edited({ migration, params, steps, locks }: Plan): readonly Plan[] {
  const more = check(`more-${steps.length}`, ROWS)
  const [last, ...before] = steps.toReversed()
  const swapped = last ? [...before.slice(1).reverse(), last, ...before.slice(0, 1)] : []
  const lists = [
    [...steps, more],
    [...steps.slice(0, 2), more, ...steps.slice(2)],
    [more, ...steps],
    steps.slice(0, -1),
    swapped,
    ...[1, 2, 3].map((from) => steps.map((step, index) => (index < from ? step : mended(step)))),
  ]
  const plans = lists.filter((list) => list.length > 0).map((list) => samplePlan(list, { migration, params, locks }))
  return plans.filter(({ digest }, index) => plans.findIndex((one) => one.digest === digest) === index)
}

function mended(step: Step): Step {
  if (!('act' in step) || step.act.do !== 'job') return { ...step, title: `${step.title}, better` }
  return { ...step, act: { ...step.act, run: sh`work --better` } }
}
