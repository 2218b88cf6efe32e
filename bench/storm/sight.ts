import { z } from 'zod'
import { missingApprovals } from '../../src/model/gate.ts'
import { owed } from '../../src/model/owed.ts'
import { hasEnded, liveStep, progressOf, type Run } from '../../src/model/run.ts'
import { undoOf } from '../../src/model/step.ts'

/** What a bot tells of a run: enough for people to know what they are asked for. */
export const Sight = z.object({
  run: z.string(),
  channel: z.string(),
  seq: z.int(),
  status: z.string(),
  step: z.string(),
  hasEnded: z.boolean(),
  /** What people are asked for, if anything. */
  asks: z.string().optional(),
  /** Roles whose approval is missing, or of whom one has to do something by hand. */
  missing: z.array(z.string()),
  /** Name of the job that the step has, or its undo. */
  job: z.string(),
})
export type Sight = z.infer<typeof Sight>

export function sightOf(run: Run): Sight {
  const { id, channel, seq, status } = run
  const step = liveStep(run)
  const due = owed(run)
  return {
    run: id,
    channel,
    seq,
    status,
    step: step?.id ?? '',
    hasEnded: hasEnded(run),
    ...(due?.do === 'ask' && { asks: due.what }),
    missing: due?.do === 'ask' && due.what === 'by-hand' ? handsFor(run) : missingIn(run),
    job: jobName(run),
  }
}

function missingIn(run: Run): string[] {
  const step = liveStep(run)
  return step && run.gate ? Object.keys(missingApprovals(step, run.gate)) : []
}

function handsFor(run: Run): string[] {
  const step = liveStep(run)
  const undo = step && undoOf(step)
  const byHand = run.rollingBack ? undo : step
  return typeof byHand === 'object' && 'roles' in byHand ? [...byHand.roles] : []
}

function jobName(run: Run): string {
  const step = liveStep(run)?.id ?? ''
  return run.undoing
    ? `${run.id}-${step}-undo-${run.undoing.attempt}`
    : `${run.id}-${step}-${progressOf(run, step).attempt}`
}
