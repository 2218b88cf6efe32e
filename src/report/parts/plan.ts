import { digest, type Json } from '../../model/json.ts'
import type { Plan } from '../../model/plan.ts'
import { stepLines } from '../../model/plan-text.ts'
import { effectOf } from '../../model/step.ts'
import type { Pair, Report } from '../report.ts'

/** The plan as it was pinned, in the words that people were shown. */
export function planPart(plan: Plan): Report['plan'] {
  return {
    digest: plan.digest,
    rehearses: plan.rehearses,
    params: pairsOf(plan.params),
    because: plan.because ?? [],
    leavesOut: plan.leavesOut ?? [],
    locks: plan.locks,
    steps: plan.steps.map((step) => ({
      step: step.id,
      title: step.title,
      effect: effectOf(step),
      does: stepLines(step),
      digest: digest(step),
    })),
  }
}

/** Params by name; what they hold of secrets is the secrets' names. */
function pairsOf(params: Json): readonly Pair[] {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return [['params', textOf(params)]]
  return Object.entries(params).flatMap(([name, value]): Pair[] => (value === undefined ? [] : [[name, textOf(value)]]))
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
