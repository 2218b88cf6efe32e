import type { RunEvent } from '../../model/event.ts'
import { evolve } from '../../model/evolve.ts'
import type { Run } from '../../model/run.ts'

/**
 * The run after one more event, with nothing undefined left in it: so a run that was kept in memory, one that was read
 * back from its row, and one folded anew are the same to the byte, the order of their keys included.
 */
export function fold(id: string, before: Run | undefined, event: RunEvent): Run {
  const run = { ...evolve(before, event), id }
  if (run.steps === before?.steps) return withoutUndefined(run)
  const steps = Object.entries(run.steps).map(([step, progress]) => {
    // What the event did not touch is the same object, and was settled before.
    const isNew = progress !== before?.steps[step]
    return [step, isNew ? withoutUndefined(progress) : progress] as const
  })
  return withoutUndefined({ ...run, steps: Object.fromEntries(steps) })
}

function withoutUndefined<Value extends object>(value: Value): Value {
  const copy = { ...value }
  for (const [key, inner] of Object.entries(copy)) if (inner === undefined) Reflect.deleteProperty(copy, key)
  return copy
}
