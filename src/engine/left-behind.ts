import { actInHand } from '../model/quiet.ts'
import { liveStep, type Run } from '../model/run.ts'
import { undoOf } from '../model/step.ts'
import { jobId } from './scope.ts'

/** What a run is left with when this process ends, for the operator's log. */
export function leftBehind(run: Run): string {
  const what = `${run.id} (${run.plan.migration}) is ${run.status} at ${liveStep(run)?.id ?? 'its end'}`
  const act = actInHand(run)
  const step = liveStep(run)
  if (!act || !step) return `${what}.`
  const doing = act.undo ? undoOf(step) : 'act' in step ? step.act : undefined
  if (typeof doing !== 'object' || doing.do !== 'job')
    return `${what}; what Drover itself was doing there stops, and goes on with the next start.`
  return `${what}; its job ${jobId(run, act.step, act.attempt, act.undo === true)} goes on on ${doing.on}.`
}
