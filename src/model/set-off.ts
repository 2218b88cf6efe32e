import { progressOf, type Run } from './run.ts'
import { gateOf, type Step } from './step.ts'

/** The steps that an approval of the live gate sets off: those up to the next gate, skipped ones left out. */
export function setOff(run: Run): readonly Step[] {
  const rest = run.plan.steps.slice(run.at + 1).filter(({ id }) => progressOf(run, id).state !== 'skipped')
  const next = rest.findIndex((step) => gateOf(step) !== undefined)
  return next === -1 ? rest : rest.slice(0, next)
}
